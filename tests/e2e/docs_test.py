"""Every shell block of the documents, run as a reader would: in order, in one shell for each page."""

import os
import re
import socket
import subprocess

import pytest
from harness.server import REPOSITORY, Server, environment, program
from harness.waiting import stretched

# Guides that begin in an empty directory, with the program on the path and the repository beside it.
GUIDES = ["docs/dso-engineer.md", "docs/ontology-engineer.md"]
PAGES = ["README.md", "docs/service-provider.md", "docs/sparql.md", "docs/operator.md"]
KNOWLEDGE = ":".join(str(REPOSITORY / "ontology" / name)
                     for name in ("gridlore-profile.ttl", "gridlore.ttl", "saref.rules"))
MARK = "=== the next block ==="


def blocks(page):
    """(commands, expected lines) of a page: a `text` block belongs to the shell block that it follows directly."""
    found, end_of_shell = [], None
    text = "\n" + (REPOSITORY / page).read_text(encoding="utf-8")
    for opening in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        before = text[:opening.start()].rstrip("\n").rsplit("\n", 1)[-1]
        if opening[1] == "sh" and not before.startswith("<!-- not run:"):
            found.append((opening[2], []))
            end_of_shell = opening.end()
        elif opening[1] == "text" and end_of_shell is not None and not text[end_of_shell:opening.start()].strip():
            found[-1][1].extend(opening[2].splitlines())
        else:
            end_of_shell = None
    return found


def script_of(commands, port):
    address = f"http://127.0.0.1:{port}"
    client = f'gridlore() {{ "{program()}" "$@" --server {address}/rest; }}'
    body = f"\necho; echo '{MARK}'\n".join(commands).replace("http://127.0.0.1:8280", address)
    return f"set -euo pipefail\n{client}\n{body}"


def script_for_an_own_store(commands, port):
    """The page starts the server itself; every command finds it by the address that it is told."""
    body = f"\necho; echo '{MARK}'\n".join(commands).replace("http://127.0.0.1:8280", f"http://127.0.0.1:{port}")
    # The program itself and no function of the shell: the page ends the server by its job.
    path = f'export PATH="{os.path.dirname(program())}:$PATH"'
    return f'set -euo pipefail\ntrap "kill %1 2> /dev/null || true" EXIT\n{path}\n{body}'


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def assert_printed(expected, output, commands):
    """Each expected line is found in the output, after the one before it."""
    position = 0
    for line in expected:
        pattern = ".*".join(re.escape(piece) for piece in line.strip().split("…"))
        match = re.compile(pattern).search(output, position)
        assert match, f"{commands}\nprinted\n{output}\nand not, from {position} on\n{line}"
        position = match.end()


@pytest.fixture(scope="module")
def knowing_server():
    server = Server(domain_knowledge=KNOWLEDGE)
    yield server
    server.stop()


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)])
def test_the_commands_of_a_page_do_what_it_says(page, knowing_server, tmp_path):
    commands, expectations = zip(*blocks(page))
    run = subprocess.run(["bash", "-c", script_of(commands, knowing_server.port)], cwd=tmp_path, env=environment({}),
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         timeout=stretched(60), check=False)
    output = run.stdout.decode("utf-8", "replace")
    assert run.returncode == 0, output
    for block, expected, printed in zip(commands, expectations, output.split(MARK), strict=True):
        assert_printed(expected, printed, block)


@pytest.mark.parametrize("page", GUIDES)
def test_a_guide_leads_to_its_answers(page, tmp_path):
    commands, expectations = zip(*blocks(page))
    (tmp_path / "gridlore").symlink_to(REPOSITORY)
    port = free_port()
    run = subprocess.run(["bash", "-c", script_for_an_own_store(commands, port)], cwd=tmp_path,
                         env=environment({"listen": f"127.0.0.1:{port}"}), stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=stretched(120), check=False)
    output = run.stdout.decode("utf-8", "replace")
    assert run.returncode == 0, output
    for block, expected, printed in zip(commands, expectations, output.split(MARK), strict=True):
        assert_printed(expected, printed, block)


def test_the_guides_have_steps():
    assert len(blocks("docs/service-provider.md")) >= 10
    assert len(blocks("docs/sparql.md")) >= 5
    assert len(blocks("docs/dso-engineer.md")) >= 10
    assert len(blocks("docs/ontology-engineer.md")) >= 8


def test_links_between_documents_lead_somewhere():
    pages = [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md"), *REPOSITORY.glob("ontology/*.md"),
             *REPOSITORY.glob("examples/**/*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page}: {target}"


def test_makefile_targets_named_in_documents_exist():
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for page in ["README.md", *(os.path.relpath(path, REPOSITORY) for path in REPOSITORY.glob("docs/*.md"))]:
        text = (REPOSITORY / page).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:^    |`)make ([a-z]+)", text, re.MULTILINE))
        assert named <= targets, page
