// The blocks that are open, and how they are kept between two tokens.

#ifndef FLOW_STACK_H_
#define FLOW_STACK_H_

#include "tree_sitter/parser.h"

// Blocks that may nest. A deeper line stays in the deepest one.
#define MAX_LEVELS 300

// What is known of a plain key's colon, which is no token.
typedef enum {
  NO_COLON,
  // The key of a flow collection was read; its colon follows.
  KEY_READ,
  // The colon was read.
  COLON_READ,
} Colon;

// The scanner's state.
typedef struct {
  // Whether a token has been read: before the first one, the scanner stands at the start of a line.
  bool started;
  Colon colon;
  // Blocks to close before anything else is read.
  uint32_t closing;
  // How many columns right (or left) of its block the entry stands whose value is being read.
  int32_t shift;
  // How many brackets were read ahead of in vain over many tokens since the block was opened that stands
  // in this column, -1 for none.
  uint32_t vain;
  int32_t vain_column;
  uint32_t count;
  // Columns, from 0, in characters.
  int32_t columns[MAX_LEVELS];
  // Whether a block was opened by an item. Kinds decide where a line with a wrong column belongs.
  bool lists[MAX_LEVELS];
} Scanner;

// Column of the innermost block; -1: none is open.
static inline int32_t top_column(const Scanner *s) {
  return s->count > 0 ? s->columns[s->count - 1] : -1;
}

static inline bool top_is_list(const Scanner *s) {
  return s->count > 0 && s->lists[s->count - 1];
}

static inline void push_block(Scanner *s, int32_t column, bool list) {
  s->columns[s->count] = column;
  s->lists[s->count] = list;
  s->count++;
  s->shift = 0;
}

static inline void pop_block(Scanner *s) {
  s->count--;
  s->shift = 0;
  if (top_column(s) < s->vain_column) s->vain = 0;
}

static unsigned write_number(uint32_t value, char *out) {
  unsigned n = 0;
  while (value >= 0x80) {
    out[n++] = (char)(0x80 | (value & 0x7f));
    value >>= 7;
  }
  out[n++] = (char)value;
  return n;
}

static unsigned read_number(const char *in, unsigned length, uint32_t *value) {
  unsigned n = 0, bits = 0;
  *value = 0;
  while (n < length && bits < 32) {
    uint8_t byte = (uint8_t)in[n++];
    *value |= (uint32_t)(byte & 0x7f) << bits;
    bits += 7;
    if (!(byte & 0x80)) break;
  }
  return n;
}

// A level takes one byte where it is less than 64 columns deeper than the one around it, and at most
// five; levels that would not fit are not opened in the first place.
static unsigned write_state(const Scanner *s, char *buffer) {
  if (!s->started) return 0;
  uint32_t shift = s->shift < 0 ? (uint32_t)(-s->shift) * 2 + 1 : (uint32_t)s->shift * 2;
  uint32_t vain = s->vain > 0 ? 4 : 0;
  unsigned n = write_number(shift << 3 | vain | (uint32_t)s->colon, buffer);
  if (vain) n += write_number((uint32_t)(s->vain_column + 1) << 4 | s->vain, buffer + n);
  n += write_number(s->closing, buffer + n);
  int32_t outer = 0;
  for (uint32_t i = 0; i < s->count; i++) {
    uint32_t delta = (uint32_t)(s->columns[i] - outer);
    n += write_number(delta << 1 | (s->lists[i] ? 1 : 0), buffer + n);
    outer = s->columns[i];
  }
  return n;
}

static void read_state(Scanner *s, const char *buffer, unsigned length) {
  s->started = length > 0;
  s->colon = NO_COLON;
  s->closing = 0;
  s->shift = 0;
  s->vain = 0;
  s->count = 0;
  if (length == 0) return;
  uint32_t value;
  unsigned n = read_number(buffer, length, &value);
  s->colon = (Colon)(value & 3);
  bool vain = value & 4;
  value >>= 3;
  s->shift = value & 1 ? -(int32_t)(value >> 1) : (int32_t)(value >> 1);
  if (vain) {
    n += read_number(buffer + n, length - n, &value);
    s->vain = value & 15;
    s->vain_column = (int32_t)(value >> 4) - 1;
  }
  n += read_number(buffer + n, length - n, &s->closing);
  int32_t outer = 0;
  while (n < length && s->count < MAX_LEVELS) {
    n += read_number(buffer + n, length - n, &value);
    outer += (int32_t)(value >> 1);
    s->columns[s->count] = outer;
    s->lists[s->count] = value & 1;
    s->count++;
  }
}

// Whether one more level fits, both here and in the buffer that keeps the state.
static bool fits(const Scanner *s) {
  return s->count < MAX_LEVELS &&
         (s->count < MAX_LEVELS / 2 ||
          15 + s->count + (uint32_t)top_column(s) / 64 * 5 < TREE_SITTER_SERIALIZATION_BUFFER_SIZE - 8);
}

#endif
