/// Settings of the graph whose values are words: where the store is, which graphs are meant.
#pragma once

#include "adapter/main/configuration/setting.h"

namespace gridlore::configuration {

Setting store_setting();
Setting backups_setting();
Setting ask_graphs_setting();
Setting post_graph_setting();
Setting post_predicates_setting();
Setting service_allow_setting();
Setting load_allow_setting();

}  // namespace gridlore::configuration
