#include "adapter/rest-api/endpoint.h"

#include <gtest/gtest.h>

#include "adapter/rest-api/responses.h"

namespace gridlore::rest_api {
namespace {

http::Request request_with(http::Headers headers) {
    http::Request request;
    request.headers = std::move(headers);
    return request;
}

TEST(ContentType, IsComparedWithoutCaseAndParameters) {
    for (const char* type : {"application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8",
                             "Application/JSON", "application/json ; charset=utf-8", ""}) {
        SCOPED_TRACE(type);
        EXPECT_TRUE(accepts_content_type(request_with({{"content-type", type}}), BodyType::Json));
    }
    for (const char* type : {"text/plain", "application/xml", "application/x-www-form-urlencoded", "application/jsonp",
                             "multipart/form-data; boundary=application/json"}) {
        SCOPED_TRACE(type);
        EXPECT_FALSE(accepts_content_type(request_with({{"Content-Type", type}}), BodyType::Json));
    }
}

TEST(ContentType, OfTextIsAnother) {
    EXPECT_TRUE(accepts_content_type(request_with({{"Content-Type", "text/plain; charset=utf-8"}}), BodyType::Text));
    EXPECT_FALSE(accepts_content_type(request_with({{"Content-Type", "application/json"}}), BodyType::Text));
}

TEST(ContentType, IsFreeWhereThereIsNoBodyAndMayBeMissing) {
    EXPECT_TRUE(accepts_content_type(request_with({{"Content-Type", "image/png"}}), BodyType::None));
    EXPECT_TRUE(accepts_content_type(request_with({}), BodyType::Json));
    EXPECT_TRUE(accepts_content_type(request_with({}), BodyType::Text));
}

TEST(RequiredHeader, IsReadAsUtf8ElseAsLatin1) {
    const auto read = [](const char* value) { return *required_header(request_with({{"X-Name", value}}), "x-name"); };
    EXPECT_EQ(read("https://e.example/\xC3\xBC"), "https://e.example/ü");
    EXPECT_EQ(read("https://e.example/\xFC"), "https://e.example/ü");
    EXPECT_EQ(read("\xFF\xE9"), "ÿé");
    EXPECT_EQ(read(""), "");
}

TEST(RequiredHeader, IsNamedIfItIsMissing) {
    const auto header = required_header(request_with({}), "X-Name");
    ASSERT_FALSE(header);
    EXPECT_EQ(header.error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(header.error().message, "the header `X-Name` is required");
}

class IdentifyTest : public testing::Test {
  protected:
    IdentifyTest() { mailboxes_->publish("urn:kb:1", mailboxes_->make("urn:kb:1")); }

    ErrorKind error_of(http::Headers headers, RequiredHeaders required) {
        const auto caller = identify(request_with(std::move(headers)), *mailboxes_, required);
        return caller ? ErrorKind::Internal : caller.error().kind;
    }

    ManualClock clock_{TimePoint{}};
    std::shared_ptr<Mailboxes> mailboxes_ = std::make_shared<Mailboxes>(MailboxSettings{}, clock_);
};

TEST_F(IdentifyTest, FindsTheCaller) {
    const auto caller = identify(
        request_with({{"knowledge-base-id", "urn:kb:1"}, {"KNOWLEDGE-INTERACTION-ID", "urn:kb:1/interaction/i"}}),
        *mailboxes_, RequiredHeaders::KnowledgeBaseAndInteraction);
    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->knowledge_base, "urn:kb:1");
    EXPECT_EQ(caller->interaction, "urn:kb:1/interaction/i");
    EXPECT_EQ(caller->mailbox, mailboxes_->find("urn:kb:1"));
}

TEST_F(IdentifyTest, ChecksInTheContractsOrder) {
    using enum ErrorKind;
    EXPECT_EQ(error_of({}, RequiredHeaders::KnowledgeBase), InvalidInput);
    EXPECT_EQ(error_of({{"Knowledge-Base-Id", "urn:kb:2"}}, RequiredHeaders::KnowledgeBaseAndInteraction),
              InvalidInput);
    EXPECT_EQ(error_of({{"Knowledge-Base-Id", "no iri"}}, RequiredHeaders::KnowledgeBase), InvalidInput);
    EXPECT_EQ(error_of({{"Knowledge-Base-Id", ""}}, RequiredHeaders::KnowledgeBase), InvalidInput);
    EXPECT_EQ(error_of({{"Knowledge-Base-Id", "urn:kb:2"}}, RequiredHeaders::KnowledgeBase), NotFound);
    EXPECT_EQ(error_of({{"Knowledge-Base-Id", "urn:kb:2"}, {"Knowledge-Interaction-Id", "no iri"}},
                       RequiredHeaders::KnowledgeBaseAndInteraction),
              NotFound);
}

TEST_F(IdentifyTest, ForgetsWhoWasRemoved) {
    mailboxes_->find("urn:kb:1")->removed();
    EXPECT_EQ(mailboxes_->find("urn:kb:1"), nullptr);
    // Removed before it was published: it never appears.
    const auto mailbox = mailboxes_->make("urn:kb:1");
    mailbox->removed();
    mailboxes_->publish("urn:kb:1", mailbox);
    EXPECT_EQ(mailboxes_->find("urn:kb:1"), nullptr);
}

TEST_F(IdentifyTest, ALateFarewellDoesNotTouchTheNextOfThatId) {
    const auto older = mailboxes_->find("urn:kb:1");
    mailboxes_->publish("urn:kb:1", mailboxes_->make("urn:kb:1"));
    older->removed();
    EXPECT_NE(mailboxes_->find("urn:kb:1"), nullptr);
}

TEST(Responses, GiveEachKindOfErrorItsStatus) {
    EXPECT_EQ(status_of(ErrorKind::InvalidInput), 400U);
    EXPECT_EQ(status_of(ErrorKind::Conflict), 400U);
    EXPECT_EQ(status_of(ErrorKind::NotFound), 404U);
    EXPECT_EQ(status_of(ErrorKind::LimitExceeded), 503U);
    EXPECT_EQ(status_of(ErrorKind::Unavailable), 503U);
    EXPECT_EQ(status_of(ErrorKind::Internal), 500U);
}

TEST(Responses, NeverRepeatInvalidUtf8) {
    const auto response = error_response(404, "There is nothing at /\xFF.");
    EXPECT_EQ(*response.body, R"({"messageType":"error","message":"The request is not valid UTF-8."})");
}

}  // namespace
}  // namespace gridlore::rest_api
