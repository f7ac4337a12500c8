#!/usr/bin/env bash
# The shortest exchange there is, with curl: one knowledge base asks, another answers. session.sh [SERVER]
set -euo pipefail
server=${1:-http://127.0.0.1:8280/rest}
asker=https://dso.example/kb/curl
answerer=https://hems.example/kb/curl

# call METHOD PATH BODY [HEADER…]: one request, printed with its answer; the answer goes to $answer too.
call() {
    local method=$1 path=$2 body=$3 header headers=(-H 'Content-Type: application/json')
    shift 3
    for header in "$@"; do headers+=(-H "$header"); done
    printf '\n> %s %s %s\n' "$method" "$path" "$body" >&2
    answer=$(curl -sS --fail-with-body --max-time 40 -X "$method" "${headers[@]}" ${body:+--data "$body"} "$server$path")
    printf '< %s\n' "$answer" >&2
}

# field NAME: the value of a member of the last answer that is a text or a number.
field() {
    sed -nE "s/.*\"$1\": *\"?([^\",}]*).*/\1/p" <<<"$answer"
}

delete_both() {
    for id in "$asker" "$answerer"; do
        curl -sS -o /dev/null -X DELETE -H "Knowledge-Base-Id: $id" "$server/sc" || true
    done
}
trap delete_both EXIT

for id in "$asker" "$answerer"; do
    call POST /sc "{\"knowledgeBaseId\":\"$id\",\"knowledgeBaseName\":\"curl\",\"knowledgeBaseDescription\":\"\"}"
done

prefixes='{"saref":"https://saref.etsi.org/core/"}'
call POST /sc/ki '{"knowledgeInteractionType":"AnswerKnowledgeInteraction","prefixes":'"$prefixes"',
    "graphPattern":"?result saref:hasValue ?voltage ."}' "Knowledge-Base-Id: $answerer"
call POST /sc/ki '{"knowledgeInteractionType":"AskKnowledgeInteraction","prefixes":'"$prefixes"',
    "graphPattern":"?r saref:hasValue ?volts ."}' "Knowledge-Base-Id: $asker"
ask=$(field knowledgeInteractionId)

# The ask returns when the answer is there, so it waits in the background.
call POST /sc/ask '[{}]' "Knowledge-Base-Id: $asker" "Knowledge-Interaction-Id: $ask" &
asking=$!

call GET /sc/handle '' "Knowledge-Base-Id: $answerer"
call POST /sc/handle '{"handleRequestId":'"$(field handleRequestId)"',
    "bindingSet":[{"result":"<https://hems.example/reading/1>","voltage":"240"}]}' \
    "Knowledge-Base-Id: $answerer" "Knowledge-Interaction-Id: $(field knowledgeInteractionId)"
wait "$asking"
