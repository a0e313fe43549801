#!/bin/sh
# Dubbelklicka: installerar det som behövs, en gång, och öppnar appen.
cd "$(dirname "$0")" || exit 3
for python in python3.13 python3.12 python3.11 python3; do
    if command -v "$python" >/dev/null &&
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        exec "$python" starta.py "$@"
    fi
done
echo "Python 3.11 eller senare saknas. Hämta den från python.org, och dubbelklicka igen."
exit 3
