#include "adapter/http/growing_response.h"

#include <utility>

namespace gridlore::http {

GrowingResponse::GrowingResponse(std::shared_ptr<Responder> responder, Response head, bool takes_gzip,
                                 const Settings& settings)
    : responder_(std::move(responder)), head_(std::move(head)), takes_gzip_(takes_gzip), settings_(settings) {}

GrowingResponse::~GrowingResponse() {
    if (stream_) {
        stream_->fail();  // without effect on one that is finished
    }
}

Result<void> GrowingResponse::write(std::string_view bytes) {
    if (stream_) {
        return send(bytes);
    }
    pending_ += bytes;
    return pending_.size() <= settings_.whole ? Result<void>() : begin();
}

Result<void> GrowingResponse::begin() {
    stream_ = std::make_shared<BodyStream>(settings_.stream);
    if (takes_gzip_) {
        encoder_.emplace();
        head_.headers.emplace_back("Content-Encoding", "gzip");
    }
    auto sent = send(std::exchange(pending_, {}));
    head_.stream = stream_;
    responder_->respond(std::move(head_));
    return sent;
}

Result<void> GrowingResponse::send(std::string_view bytes) {
    if (!encoder_) {
        return stream_->write(bytes);
    }
    std::string coded;
    encoder_->add(bytes, coded);
    return coded.empty() ? Result<void>() : stream_->write(coded);
}

Result<void> GrowingResponse::finish() {
    std::string rest;
    if (stream_) {
        if (encoder_) {
            encoder_->finish(rest);
        }
        auto sent = stream_->write(rest);
        if (sent) {
            stream_->finish();
        }
        return sent;
    }
    if (takes_gzip_ && pending_.size() >= settings_.compress_from) {
        GzipEncoder encoder;
        encoder.add(pending_, rest);
        encoder.finish(rest);
        head_.headers.emplace_back("Content-Encoding", "gzip");
        pending_ = std::move(rest);
    }
    head_.body = std::make_shared<const std::string>(std::move(pending_));
    responder_->respond(std::move(head_));
    return {};
}

void GrowingResponse::fail(Response instead) {
    if (stream_) {
        stream_->fail();
    } else {
        responder_->respond(std::move(instead));
    }
}

}  // namespace gridlore::http
