// Block scalars, `|` and `>`: most of a flow's text, for they hold the code.

#ifndef FLOW_BLOCK_SCALAR_H_
#define FLOW_BLOCK_SCALAR_H_

#include <string.h>

#include "scalars.h"

// Lines that are looked at, out of place, for the scalar to go on behind them.
#define MAX_OUTSIDE 20

// Words that start a line of Python or TypeScript which ends in a colon or looks like a key.
static bool is_code_word(const char *word) {
  static const char *const WORDS[] = {"async", "case",  "class", "def",    "elif",  "else", "except",
                                      "finally", "for", "if",    "lambda", "match", "try",  "while",
                                      "with"};
  for (unsigned i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
    if (strcmp(word, WORDS[i]) == 0) return true;
  }
  return false;
}

// Whether a line that stands left of the scalar's text is structure. Reads into the line.
static bool is_outside_structure(TSLexer *l) {
  if (l->lookahead == '-') {
    next(l);
    if (at_gap(l)) return true;
  }
  char word[9] = {0};
  unsigned n = 0;
  while (is_word(l->lookahead) && n < sizeof word - 1) {
    word[n++] = (char)l->lookahead;
    next(l);
  }
  if (n > 0 && !is_word(l->lookahead) && is_code_word(word)) return false;
  if (n > 0 && l->lookahead == ':') {
    next(l);
    return at_gap(l);
  }
  return is_key(l, false);
}

// Stands at `|` or `>`. Ends the token behind the last line of the scalar's text that is not blank.
// `column` is that of the block it is a value in. Says whether the scalar is well formed: its header,
// and no line stands left of its text.
static bool block_scalar(TSLexer *l, int32_t column) {
  bool good = true;
  int32_t width = -1;
  next(l);
  for (unsigned i = 0; i < 2; i++) {
    int32_t c = l->lookahead;
    if (c == '+' || c == '-') {
      next(l);
    } else if (c >= '1' && c <= '9') {
      width = (column < 0 ? 0 : column) + (c - '0');
      next(l);
    }
  }
  bool gap = is_blank(l->lookahead);
  next_blanks(l);
  if (!at_line_end(l) && !(gap && l->lookahead == '#')) good = false;
  to_line_end(l);
  l->mark_end(l);

  unsigned outside = 0;
  for (;;) {
    int32_t at = next_line(l);
    if (at < 0) return good;
    // A tab alone is a blank line; before a key it is a wrong indentation, not text.
    bool tab = l->lookahead == '\t';
    if (at > column && width < 0 && !(tab && at == 0)) width = at;
    if (width >= 0 && at >= width) {
      if (outside > 0) good = false;
      outside = 0;
      to_line_end(l);
      l->mark_end(l);
      continue;
    }
    if (tab) {
      next_blanks(l);
      if (at_line_end(l)) continue;
      if (width < 0 || is_structure(l)) return good;
      to_line_end(l);
      if (++outside > MAX_OUTSIDE) return good;
      continue;
    }
    if (width < 0) return good;
    bool comment = l->lookahead == '#';
    if (at == 0) {
      int32_t c = l->lookahead;
      if (c == '-' || c == '.') {
        unsigned n = run_of(l, c, 3);
        if (at_gap(l) && (n == 3 || (n == 1 && c == '-'))) return good;
      } else if (c == '>' || c == '<' || c == '=' || c == '|') {
        // What a merge left in the code belongs to the code, if that goes on.
        if (is_conflict_marker(l)) {
          to_line_end(l);
          if (++outside > MAX_OUTSIDE) return good;
          continue;
        }
      }
    }
    if (at > column && !comment) {
      // Deeper than its key: text, unless one column deeper stands what reads like the next key.
      if (at == column + 1 && is_outside_structure(l)) return good;
      to_line_end(l);
      l->mark_end(l);
      good = false;
      continue;
    }
    if (!comment && is_outside_structure(l)) return good;
    to_line_end(l);
    if (++outside > MAX_OUTSIDE) return good;
  }
}

#endif
