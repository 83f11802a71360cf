#include <string>

int Fit(int events, const std::string &list, const std::string &out, const std::string &globalTag)
{
  return events == 0 || list.empty() || out.empty() || globalTag.empty();
}
