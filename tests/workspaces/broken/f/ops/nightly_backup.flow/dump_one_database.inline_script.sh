name="$1"
target="$2"

mkdir -p "$target/logs"
file="$target/$name-$(date +%Y%m%d).dump"
pg_dump --format=custom --file "$file" "$name" 2> "$target/logs/$name.log"
size=$(stat -c %s "$file")
echo "{\"name\": \"$name\", \"file\": \"$file\", \"bytes\": $size}"
