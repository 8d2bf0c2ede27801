// Reading characters, and the small questions asked of them.

#ifndef FLOW_TEXT_H_
#define FLOW_TEXT_H_

#include "tree_sitter/parser.h"

static inline bool at_end(TSLexer *l) { return l->lookahead == 0 && l->eof(l); }

static inline bool is_break(int32_t c) { return c == '\n' || c == '\r'; }

static inline bool is_blank(int32_t c) { return c == ' ' || c == '\t'; }

// Line break or end of the text.
static inline bool at_line_end(TSLexer *l) { return is_break(l->lookahead) || at_end(l); }

// Blank, line break or end: what must follow an indicator.
static inline bool at_gap(TSLexer *l) { return is_blank(l->lookahead) || at_line_end(l); }

static inline bool is_flow_indicator(int32_t c) {
  return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

static inline bool is_word(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static inline void next(TSLexer *l) { l->advance(l, false); }

static inline void skip(TSLexer *l) { l->advance(l, true); }

static inline void next_blanks(TSLexer *l) {
  while (is_blank(l->lookahead)) next(l);
}

static inline void to_line_end(TSLexer *l) {
  while (!at_line_end(l)) next(l);
}

// Goes on to the next line that has something on it; says its column. At the end of the text: -1.
static int32_t next_line(TSLexer *l) {
  int32_t column = 0;
  for (;;) {
    if (is_break(l->lookahead)) {
      column = 0;
    } else if (l->lookahead == ' ') {
      column++;
    } else if (at_end(l)) {
      return -1;
    } else {
      return column;
    }
    next(l);
  }
}

// Reads on while the text is `c`, at most `most` times; says how often.
static unsigned run_of(TSLexer *l, int32_t c, unsigned most) {
  unsigned n = 0;
  while (n < most && l->lookahead == c) {
    next(l);
    n++;
  }
  return n;
}

// Stands at the start of a line: is it a marker that git leaves, `<<<<<<< ours`? Reads into the line.
static bool is_conflict_marker(TSLexer *l) {
  int32_t c = l->lookahead;
  if (c != '<' && c != '=' && c != '>' && c != '|') return false;
  return run_of(l, c, 7) == 7 && at_gap(l);
}

// Stands at column 0: `---` or `...` with a gap behind? Reads into the line.
static bool is_document_marker(TSLexer *l) {
  int32_t c = l->lookahead;
  return (c == '-' || c == '.') && run_of(l, c, 3) == 3 && at_gap(l);
}

#endif
