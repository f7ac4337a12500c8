/// Files that are built into the program. The assembler reads them as they are, which costs neither compile time nor
/// memory: pages of the program's image become resident when they are first used. The build passes the paths.
#pragma once

#include <cstddef>
#include <string_view>

/// At file scope, outside any namespace.
#define GRIDLORE_EMBED(symbol, path)                                    \
    asm(".pushsection .rodata\n"                                        \
        ".global gridlore_" #symbol "_begin\n.hidden gridlore_" #symbol \
        "_begin\n"                                                      \
        ".global gridlore_" #symbol "_end\n.hidden gridlore_" #symbol   \
        "_end\n"                                                        \
        "gridlore_" #symbol "_begin:\n.incbin \"" path                  \
        "\"\n"                                                          \
        "gridlore_" #symbol "_end:\n.byte 0\n.popsection\n");           \
    extern "C" {                                                        \
    extern const char gridlore_##symbol##_begin[];                      \
    extern const char gridlore_##symbol##_end[];                        \
    }                                                                   \
    static_assert(true)

/// What was embedded under `symbol`, as a view that is valid for ever.
#define GRIDLORE_EMBEDDED(symbol)               \
    std::string_view(gridlore_##symbol##_begin, \
                     static_cast<std::size_t>(gridlore_##symbol##_end - gridlore_##symbol##_begin))
