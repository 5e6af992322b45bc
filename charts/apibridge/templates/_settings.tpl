{{/* The namespaces in scope, in JSON: scope.namespaces, or what the old operators' names say. */}}
{{- define "apibridge.namespaces" -}}
{{- $old := get (.Values.deployment | default dict) "monitoredNamespaces" | default (get .Values.settings "COMPONENT_NAMESPACE") | default "" }}
{{- $listed := list }}
{{- range splitList "," ($old | toString) }}{{ with trim . }}{{ $listed = append $listed . }}{{ end }}{{ end }}
{{- .Values.scope.namespaces | default $listed | uniq | toJson }}
{{- end }}

{{/* The settings of both programs, the lines of a ConfigMap's data: those that are set, and those that other values make. */}}
{{- define "apibridge.settings" -}}
{{- $settings := omit .Values.settings "COMPONENT_NAMESPACE" "APIG_ENDPOINT" "APIG_INGRESS" }}
{{- with get .Values.settings "APIG_ENDPOINT" }}{{ $_ := set $settings "ApiBridge__Gateway__Endpoint" . }}{{ end }}
{{- with get .Values.settings "APIG_INGRESS" }}{{ $_ := set $settings "ApiBridge__Gateway__IngressName" . }}{{ end }}
{{- $configmap := .Values.configmap | default dict }}
{{- with get $configmap "loglevel" }}{{ $_ := set $settings "LOGGING" (get $settings "LOGGING" | default .) }}{{ end }}
{{- with get $configmap "publicHostname" }}
{{- $_ := set $settings "ApiBridge__Gateway__PublicHost" (get $settings "ApiBridge__Gateway__PublicHost" | default .) }}
{{- end }}
{{- with include "apibridge.namespaces" . | fromJsonArray }}{{ $_ := set $settings "ApiBridge__Scope__Namespaces" (join "," .) }}{{ end }}
{{- if eq .Values.storage.kind "workloadIdentity" }}
{{- $_ := set $settings "AzureWebJobsStorage__accountName" .Values.storage.workloadIdentity.accountName }}
{{- $_ := set $settings "AzureWebJobsStorage__credential" "workloadidentity" }}
{{- end }}
{{- if .Values.reachability.enabled }}
{{- $_ := set $settings "ApiBridge__Reachability__Enabled" true }}
{{- $_ := set $settings "ApiBridge__Reachability__AuditPeriod" .Values.reachability.auditPeriod }}
{{- end }}
{{- with .Values.telemetry.endpoint }}{{ $_ := set $settings "OTEL_EXPORTER_OTLP_ENDPOINT" . }}{{ end }}
{{- with .Values.telemetry.protocol }}{{ $_ := set $settings "OTEL_EXPORTER_OTLP_PROTOCOL" . }}{{ end }}
{{- $bridge := printf "%s-eventbridge" (include "apibridge.fullname" .) }}
{{- if and (ne $bridge "apibridge-eventbridge") (not (get $settings "ApiBridge__Leadership__LeaseName")) }}
{{- $_ := set $settings "ApiBridge__Leadership__LeaseName" $bridge }}
{{- end }}
{{- range $name, $value := $settings }}
{{- if not (kindIs "invalid" $value) }}
{{ $name }}: {{ kindIs "float64" $value | ternary ($value | toString | float64 | int64 | toString) ($value | toString) | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* What a schema can't say: one value that another one needs. */}}
{{- define "apibridge.check" -}}
{{- $elsewhere := dict "ApiBridge__Scope__Namespaces" "scope.namespaces" "ApiBridge__Reachability__Enabled" "reachability.enabled" "ApiBridge__Reachability__AuditPeriod" "reachability.auditPeriod" "OTEL_EXPORTER_OTLP_ENDPOINT" "telemetry.endpoint" "OTEL_EXPORTER_OTLP_PROTOCOL" "telemetry.protocol" }}
{{- range $name, $_ := .Values.settings }}
{{- with get $elsewhere $name }}{{ fail (printf "settings.%s is set, and %s makes it: set that in its place" $name .) }}{{ end }}
{{- if hasPrefix "AzureWebJobsStorage" $name }}{{ fail (printf "settings.%s is set, and storage makes it: set storage.kind and what belongs to it in its place" $name) }}{{ end }}
{{- end }}
{{- range list "ApiEventsQueue" "ApiRetryQueue" "ApiDeadLetterQueue" }}
{{- if not (get $.Values.settings .) }}{{ fail (printf "settings.%s is '': name the queue" .) }}{{ end }}
{{- end }}
{{- $leaseNamespace := get .Values.settings "ApiBridge__Leadership__Namespace" }}
{{- if and $leaseNamespace (ne ($leaseNamespace | toString) .Release.Namespace) }}
{{- fail (printf "settings.ApiBridge__Leadership__Namespace is '%s', and the bridge's right to a Lease is in the release's namespace, '%s': leave it out" ($leaseNamespace | toString) .Release.Namespace) }}
{{- end }}
{{- $storage := .Values.storage }}
{{- $ownLabels := concat (list "app.kubernetes.io/name" "app.kubernetes.io/part-of" "app.kubernetes.io/instance" "app.kubernetes.io/version") (eq $storage.kind "workloadIdentity" | ternary (list "azure.workload.identity/use") list) }}
{{- range $workload := list "eventBridge" "functions" }}
{{- range $key, $_ := get (get $.Values $workload) "podLabels" }}
{{- if has $key $ownLabels }}{{ fail (printf "%s.podLabels has '%s', which the chart sets: take it out" $workload $key) }}{{ end }}
{{- end }}
{{- range $key, $_ := get (get $.Values $workload) "podAnnotations" }}
{{- if has $key (list "checksum/settings" "checksum/storage") }}{{ fail (printf "%s.podAnnotations has '%s', which the chart sets: take it out" $workload $key) }}{{ end }}
{{- end }}
{{- end }}
{{- if eq $storage.kind "workloadIdentity" }}
{{- range list "accountName" "clientId" }}
{{- if not (get $storage.workloadIdentity .) }}{{ fail (printf "storage.workloadIdentity.%s is '', and storage.kind is 'workloadIdentity': name the %s" . (eq . "clientId" | ternary "identity's client id" "storage account")) }}{{ end }}
{{- end }}
{{- end }}
{{- if and (eq $storage.kind "connectionStringSecret") (not $storage.connectionStringSecret.name) }}
{{- fail "storage.connectionStringSecret.name is '', and storage.kind is 'connectionStringSecret': name the Secret" }}
{{- end }}
{{- $namespaces := include "apibridge.namespaces" . | fromJsonArray }}
{{- if eq .Values.scope.kind "namespaces" }}
{{- if not $namespaces }}{{ fail "scope.namespaces is [], and scope.kind is 'namespaces': name them, or set scope.kind to clusterWide" }}{{ end }}
{{- range $namespaces }}
{{- if regexMatch "[*?]" . }}{{ fail (printf "scope.namespaces has '%s', and scope.kind is 'namespaces': a Role needs a namespace's name, so list the names, or set scope.kind to clusterWide" .) }}{{ end }}
{{- end }}
{{- end }}
{{- $old := get (.Values.deployment | default dict) "monitoredNamespaces" }}
{{- if and $old .Values.scope.namespaces (ne (join "," .Values.scope.namespaces) ($old | replace " " "")) }}
{{- fail (printf "deployment.monitoredNamespaces is '%s', and scope.namespaces '%s': they mean the same, so give the second alone" $old (join "," .Values.scope.namespaces)) }}
{{- end }}
{{- if gt (.Values.scaling.minReplicas | int) (.Values.scaling.maxReplicas | int) }}
{{- fail (printf "scaling.minReplicas is %d, more than scaling.maxReplicas, which is %d: lower it, or raise the other" (.Values.scaling.minReplicas | int) (.Values.scaling.maxReplicas | int)) }}
{{- end }}
{{- end }}
