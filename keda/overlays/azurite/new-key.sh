#!/bin/sh
# Writes storage.env, from which the Secret is made: a new key for Azurite's account, and the connection string with it. Run again, it
# makes the next key, and Azurite takes the one before as well until everything has the new one.
set -eu
cd "$(dirname "$0")"
umask 077

account=apibridge
host=http://apibridge-azurite.apibridge.svc.cluster.local
key=$(head -c 64 /dev/urandom | base64 | tr -d '\n')
before=
if [ -f storage.env ]; then
  before=$(sed -n "s/^AZURITE_ACCOUNTS=$account:\([^:]*\).*/:\1/p" storage.env)
fi

cat >storage.env.new <<ENV
AZURITE_ACCOUNTS=$account:$key$before
AzureWebJobsStorage=DefaultEndpointsProtocol=http;AccountName=$account;AccountKey=$key;BlobEndpoint=$host:10000/$account;QueueEndpoint=$host:10001/$account;TableEndpoint=$host:10002/$account;
ENV
mv storage.env.new storage.env
