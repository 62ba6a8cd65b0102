#ifndef LINKCTL_CLIBCURL_SHIM_H
#define LINKCTL_CLIBCURL_SHIM_H
#include <curl/curl.h>
#endif
