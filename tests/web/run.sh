#!/bin/sh
# Checks every page under DIR with html-validate and vnu, and one of each kind of report
# with pa11y (HTML CodeSniffer). Ends with an error when anything is found.
#
#     tests/web/run.sh DIR
#
# Needs node (20.19 or later), java and /usr/bin/chromium.
set -eu

if [ $# -ne 1 ] || [ ! -d "$1" ]; then
    echo "usage: tests/web/run.sh DIR" >&2
    exit 2
fi
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")"

pages=$(find "$folder" -name '*.html' -not -path '*/node_modules/*' | sort)
if [ -z "$pages" ]; then
    echo "no pages in $1" >&2
    exit 2
fi

if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    PUPPETEER_SKIP_DOWNLOAD=true npm ci --ignore-scripts --silent
fi

failed=0
oldifs=$IFS
IFS='
'
echo "html-validate: $(echo "$pages" | wc -l) pages"
# shellcheck disable=SC2086  # one path a line
node_modules/.bin/html-validate --config htmlvalidate.json $pages || failed=1

echo "vnu"
# shellcheck disable=SC2086
java -jar node_modules/vnu-jar/build/dist/vnu.jar --errors-only \
    --format text $pages || failed=1

for kind in fordjupad sammanfattning underlag forvaltning oversikt index; do
    page=$(echo "$pages" | grep "/$kind[^/]*\.html$" | head -n 1 || true)
    [ -n "$page" ] || continue
    echo "pa11y: $page"
    node_modules/.bin/pa11y --config pa11y.json "file://$page" || failed=1
done
IFS=$oldifs
exit $failed
