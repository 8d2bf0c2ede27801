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
  int32_t c = l->lookahead;
  if (c == '-' || c == '?' || c == ':') {
    next(l);
    return at_gap(l) || plain_line(l, false) == AT_COLON;
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
    if (at_gap(l)) return true;
  }
  return n > 0 ? plain_line(l, false) == AT_COLON : is_key(l, false);
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

  // Lines left of the text so far, behind which it may go on, and whether a comment is among them.
  unsigned outside = 0;
  bool commented = false;
  for (;;) {
    int32_t at = 0;
    for (;; next(l)) {
      if (l->lookahead == ' ') {
        at++;
      } else if (is_break(l->lookahead)) {
        // Blanks beyond the text's column are text.
        if (width >= 0 && at > width && outside == 0) l->mark_end(l);
        at = 0;
      } else {
        break;
      }
    }
    if (at_end(l)) {
      if (width >= 0 && at > width && outside == 0) l->mark_end(l);
      return good;
    }
    if (at == 0 && (l->lookahead == '-' || l->lookahead == '.')) {
      int32_t c = l->lookahead;
      unsigned n = run_of(l, c, 3);
      bool gap_behind = at_gap(l);
      if (gap_behind && n == 3) return good;
      if (gap_behind && n == 1 && c == '-' && (width != 0)) return good;
      if (width != 0) {
        // Text left of the scalar.
        if (plain_line(l, false) == AT_COLON || width < 0) return good;
        to_line_end(l);
        if (++outside > MAX_OUTSIDE) return good;
        continue;
      }
    }
    // A tab alone is a blank line; before a key it is a wrong indentation, not text.
    bool tab = l->lookahead == '\t';
    if (at > column && width < 0 && !(tab && at == 0)) width = at;
    if (width >= 0 && at >= width) {
      // Behind a comment that stands left of the text, a comment is one too.
      if (commented && l->lookahead == '#') {
        to_line_end(l);
        continue;
      }
      if (outside > 0) good = false;
      outside = 0;
      commented = false;
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
    commented = commented || comment;
    if (at == 0) {
      int32_t c = l->lookahead;
      if (c == '>' || c == '<' || c == '=' || c == '|') {
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
