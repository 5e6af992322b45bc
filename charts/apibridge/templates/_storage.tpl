{{/* The Secret with the connection string. */}}
{{- define "apibridge.storageSecret" -}}
{{- if eq .Values.storage.kind "connectionStringSecret" }}
{{- .Values.storage.connectionStringSecret.name }}
{{- else }}
{{- .Values.storage.azurite.existingSecret | default (printf "%s-storage" (include "apibridge.fullname" .)) }}
{{- end }}
{{- end }}

{{- define "apibridge.storageSecretKey" -}}
{{- eq .Values.storage.kind "connectionStringSecret" | ternary .Values.storage.connectionStringSecret.key "AzureWebJobsStorage" }}
{{- end }}

{{- define "apibridge.azuriteStorageClass" -}}
{{- .Values.storage.azurite.storageClassName }}
{{- end }}

{{/* What Azurite is told of its accounts: as it was at the last install or upgrade, or with a new key. Made once in a rendering. */}}
{{- define "apibridge.azuriteAccounts" -}}
{{- if not (hasKey .Values.storage.azurite "accounts") }}
{{- $name := include "apibridge.storageSecret" . }}
{{- $secret := lookup "v1" "Secret" .Release.Namespace $name | default dict }}
{{- $kept := dig "data" "AZURITE_ACCOUNTS" "" $secret | b64dec }}
{{- $_ := set .Values.storage.azurite "accounts" ($kept | default (printf "apibridge:%s" (randBytes 64))) }}
{{- end }}
{{- .Values.storage.azurite.accounts }}
{{- end }}

{{/* A new key rolls whatever has it. */}}
{{- define "apibridge.azuriteAnnotations" -}}
{{- if and (eq .Values.storage.kind "azurite") (not .Values.storage.azurite.existingSecret) -}}
checksum/storage: {{ include "apibridge.azuriteAccounts" . | sha256sum }}
{{- end }}
{{- end }}

{{/* KEDA counts the messages with an identity of its own, which has to be told the account. */}}
{{- define "apibridge.triggerAccount" -}}
{{- if eq .Values.storage.kind "workloadIdentity" -}}
accountName: {{ .Values.storage.workloadIdentity.accountName | quote }}
{{- end }}
{{- end }}
