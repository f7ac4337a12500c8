# What scripts/setup installs: Debian 12 package names, read by bash.

# To build and test.
packages_build=(
    g++ cmake ninja-build ccache pkg-config make git ca-certificates curl python3 python3-pytest
    libboost1.81-dev libboost-url1.81-dev libboost-json1.81-dev libhowardhinnant-date-dev tzdata
    libserd-dev libraptor2-dev nlohmann-json3-dev libyaml-cpp-dev libcli11-dev libsord-dev liblmdb-dev libjemalloc-dev
    libarchive-dev libicu-dev libssl-dev zlib1g-dev libexpat1-dev libsoci-dev libsqlite3-dev libxml2-dev libcsv-dev
    python3-jsonschema python3-rdflib python3-rstr libpq-dev postgresql libspdlog-dev libprometheus-cpp-core1.0 libgtest-dev
    libgmock-dev libbenchmark-dev
)

# For `make conformance`, beside the above.
packages_conformance=(raptor2-utils)

# For `make lint` and `make fuzz`, beside the above.
packages_clang=(clang clang-tidy clang-format libclang-rt-14-dev)
