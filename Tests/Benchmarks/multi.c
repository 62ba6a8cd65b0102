/* The bare client: requests of one kind, so many in flight, over libcurl's multi interface, and nothing else.
 *
 *   multi METHOD REQUESTS-FILE LANES     lines of URL, or URL, a tab, and a file that holds the body
 *
 * DUB_API_KEY is the key. A refused request is a failure, and so is the end then.
 *
 * It is what the transport costs where nobody looks at rows or answers. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t take(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes, (void)context;
  return size * count;
}

static char *read_file(const char *path, long *size) {
  FILE *file = fopen(path, "rb");
  if (!file) exit(2);
  fseek(file, 0, SEEK_END);
  *size = ftell(file);
  rewind(file);
  char *bytes = malloc(*size + 1);
  if (fread(bytes, 1, *size, file) != (size_t)*size) exit(2);
  fclose(file);
  return bytes;
}

/* Gives a handle the next request, if there is one. */
static int begin(CURLM *multi, CURL *easy, FILE *requests) {
  static char *line;
  static size_t room;
  ssize_t length = getline(&line, &room, requests);
  if (length <= 0) return 0;
  line[strcspn(line, "\n")] = 0;
  char *body = strchr(line, '\t');
  if (body) *body++ = 0;
  curl_easy_setopt(easy, CURLOPT_URL, line);
  if (body) {
    long size;
    char *bytes = read_file(body, &size);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, size);
    curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes);
    free(bytes);
  }
  return curl_multi_add_handle(multi, easy) == CURLM_OK;
}

int main(int count, char **words) {
  if (count != 4) return 2;
  FILE *requests = fopen(words[2], "r");
  if (!requests) return 2;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM *multi = curl_multi_init();
  const char *key = getenv("DUB_API_KEY");
  char authorization[200];
  snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", key ? key : "");
  struct curl_slist *headers = curl_slist_append(NULL, authorization);
  headers = curl_slist_append(headers, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  int running = 0, failed = 0;
  for (int lane = atoi(words[3]); lane > 0; lane--) {
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, words[1]);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
    running += begin(multi, easy, requests);
  }
  while (running > 0) {
    int left;
    curl_multi_perform(multi, &left);
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL *easy = message->easy_handle;
      if (message->data.result != CURLE_OK) failed++;
      curl_multi_remove_handle(multi, easy);
      running += begin(multi, easy, requests) - 1;
    }
    if (running > 0) curl_multi_poll(multi, NULL, 0, 1000, NULL);
  }
  return failed > 0;
}
