# Removes log files that are older than the given number of days.
log_dir="$1"
keep_days="${2:-14}"

if [ ! -d "$log_dir" ]; then
  echo "no such folder: $log_dir" >&2
  exit 1
fi

count=$(find "$log_dir" -name '*.log' -mtime "+$keep_days" | wc -l)
find "$log_dir" -name '*.log' -mtime "+$keep_days" -delete
echo "$count"
