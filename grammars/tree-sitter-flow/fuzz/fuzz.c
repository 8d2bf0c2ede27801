// Feeds texts and edits to the grammar, for libFuzzer with the address and undefined-behaviour
// sanitizers. Beside what those find, it stops at an ERROR node, and where a text that is parsed on from
// an edit gives another tree than the same text from scratch.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_flow(void);

static TSPoint point_at(const char *text, uint32_t offset) {
  TSPoint point = {0, 0};
  for (uint32_t i = 0; i < offset; i++) {
    if (text[i] == '\n') {
      point.row++;
      point.column = 0;
    } else {
      point.column++;
    }
  }
  return point;
}

static void fail(const char *what, const char *text, uint32_t length) {
  fprintf(stderr, "%s:\n", what);
  fwrite(text, 1, length, stderr);
  fprintf(stderr, "\n--\n");
  abort();
}

static TSTree *parse(TSParser *parser, const TSTree *old, const char *text, uint32_t length) {
  TSTree *tree = ts_parser_parse_string(parser, old, text, length);
  if (tree == NULL) fail("no tree", text, length);
  if (ts_node_has_error(ts_tree_root_node(tree))) fail("ERROR node", text, length);
  return tree;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 4 || size > 4096) return 0;
  TSParser *parser = ts_parser_new();
  ts_parser_set_language(parser, tree_sitter_flow());

  // Where the edit is, how much goes, how much comes from the end of the data.
  uint32_t length = (uint32_t)size - 4;
  uint32_t added = data[2] % 16;
  if (added > length) added = length;
  length -= added;
  const char *text = (const char *)data + 4;
  uint32_t start = length == 0 ? 0 : (data[0] | data[1] << 8) % (length + 1);
  uint32_t removed = data[3] % 32;
  if (start + removed > length) removed = length - start;

  TSTree *tree = parse(parser, NULL, text, length);
  uint32_t edited_length = length - removed + added;
  char *edited = malloc(edited_length + 1);
  memcpy(edited, text, start);
  memcpy(edited + start, text + length, added);
  memcpy(edited + start + added, text + start + removed, length - start - removed);
  edited[edited_length] = 0;

  TSInputEdit edit = {
      .start_byte = start,
      .old_end_byte = start + removed,
      .new_end_byte = start + added,
      .start_point = point_at(text, start),
      .old_end_point = point_at(text, start + removed),
      .new_end_point = point_at(edited, start + added),
  };
  ts_tree_edit(tree, &edit);
  TSTree *after = parse(parser, tree, edited, edited_length);
  TSTree *fresh = parse(parser, NULL, edited, edited_length);
  char *after_nodes = ts_node_string(ts_tree_root_node(after));
  char *fresh_nodes = ts_node_string(ts_tree_root_node(fresh));
  if (strcmp(after_nodes, fresh_nodes) != 0) {
    fprintf(stderr, "before the edit:\n%.*s\n--\n%s\n%s\n", (int)length, text, after_nodes, fresh_nodes);
    fail("the edited tree differs", edited, edited_length);
  }
  free(after_nodes);
  free(fresh_nodes);
  free(edited);
  ts_tree_delete(tree);
  ts_tree_delete(after);
  ts_tree_delete(fresh);
  ts_parser_delete(parser);
  return 0;
}
