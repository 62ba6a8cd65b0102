// libcurl's variadic calls, once for each type of argument, so that Swift can call them and no
// argument can go through with the wrong width.
#ifndef LINKCTL_CLIBCURL_SHIM_H
#define LINKCTL_CLIBCURL_SHIM_H

#include <curl/curl.h>

#pragma clang assume_nonnull begin

typedef size_t (*linkctl_data_callback)(char *bytes, size_t size, size_t count, void *context);
typedef int (*linkctl_prerequest_callback)(
    void *context, char *_Nullable remote, char *_Nullable local, int remote_port, int local_port);

static inline CURLcode linkctl_easy_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode linkctl_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode linkctl_easy_set_string(
    CURL *easy, CURLoption option, const char *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode linkctl_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode linkctl_easy_set_list(
    CURL *easy, CURLoption option, struct curl_slist *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode linkctl_easy_set_data_callback(
    CURL *easy, CURLoption option, linkctl_data_callback value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode linkctl_easy_set_prerequest_callback(
    CURL *easy, linkctl_prerequest_callback value) {
  return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}

static inline CURLMcode linkctl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

// The context that was set as CURLOPT_PRIVATE.
static inline void *_Nullable linkctl_easy_private(CURL *easy) {
  void *context = NULL;
  return curl_easy_getinfo(easy, CURLINFO_PRIVATE, &context) == CURLE_OK ? context : NULL;
}

// The next finished transfer, with its result, which Swift cannot read out of the union; NULL when
// there is none.
static inline CURL *_Nullable linkctl_multi_next_done(CURLM *multi, CURLcode *result) {
  int left;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left)) != NULL) {
    if (message->msg == CURLMSG_DONE) {
      *result = message->data.result;
      return message->easy_handle;
    }
  }
  return NULL;
}

// A removed transfer must not wait for the system's resolver; libcurl knows how since 7.87.
static inline CURLcode linkctl_easy_leave_resolver(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
  return curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
  (void)easy;
  return CURLE_OK;
#endif
}

#pragma clang assume_nonnull end

#endif
