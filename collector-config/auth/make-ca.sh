#!/bin/sh
# make-ca.sh FOLDER [HOST...]: makes an authority, a certificate for a server at these hosts and localhost, and one for a
# client, valid for 30 days. For trying things: the authority's key lies unprotected in FOLDER.
set -eu
folder=${1:?usage: make-ca.sh FOLDER [HOST...]}
shift
names=
for host; do names="${names}DNS:$host,"; done
umask 077
mkdir -p "$folder"
cd "$folder"
# P-256: every TLS library has it.
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }
sign() { # NAME EXTENSIONS
  key "$1.key"
  openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
  printf '%s\n' "$2" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -sha256 -extfile "$1.ext" -out "$1.crt" 2> /dev/null
  rm "$1.csr" "$1.ext"
}
key ca.key
openssl req -x509 -new -key ca.key -subj "/CN=sealog trial authority" -days 30 -sha256 \
  -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" -out ca.crt
sign server "subjectAltName=${names}DNS:localhost,IP:127.0.0.1
extendedKeyUsage=serverAuth"
sign client "extendedKeyUsage=clientAuth"
echo "$folder: ca.crt, server.crt, server.key, client.crt, client.key"
