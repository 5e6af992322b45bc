{{/* What the names of all objects begin with. Names of objects that belong to it, and labels with them, have 63 characters at the most. */}}
{{- define "apibridge.fullname" -}}
{{- $name := .Values.nameOverride | default .Chart.Name }}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- .Values.fullnameOverride | default $full | trunc 40 | trimSuffix "-" }}
{{- end }}

{{/* The same for what is the cluster's: releases of one name in two namespaces stay apart. */}}
{{- define "apibridge.clusterName" -}}
{{- $full := include "apibridge.fullname" . }}
{{- eq $full .Release.Namespace | ternary $full (printf "%s-%s" .Release.Namespace $full) }}
{{- end }}

{{- define "apibridge.labels" -}}
{{ include "apibridge.ownLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Those that don't change with the chart's version alone, which would roll the pods. */}}
{{- define "apibridge.ownLabels" -}}
app.kubernetes.io/part-of: apibridge
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{/* A selector of all the release's pods, and no others of the namespace. */}}
{{- define "apibridge.ownPods" -}}
matchLabels:
  app.kubernetes.io/part-of: apibridge
  app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/* The image of (list $ IMAGE). A repository whose first part is a host has its registry, as Azurite's has. */}}
{{- define "apibridge.image" -}}
{{- $root := index . 0 }}
{{- $image := index . 1 }}
{{- $global := $root.Values.global | default dict }}
{{- $registry := $root.Values.image.registry | default (dig "image" "registry" "" $global) | default (get $global "imageRegistry") }}
{{- $parts := splitList "/" $image.repository }}
{{- $isWhole := and (gt (len $parts) 1) (or (regexMatch "[.:]" (first $parts)) (eq (first $parts) "localhost")) }}
{{- if and $registry (not $isWhole) }}{{ trimSuffix "/" $registry }}/{{ end }}
{{- $image.repository }}
{{- with $image.tag | default (empty $image.digest | ternary $root.Chart.AppVersion "") }}:{{ . }}{{ end }}
{{- with $image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "apibridge.pullPolicy" -}}
{{- $root := index . 0 }}
{{- $old := $root.Values.deployment | default dict }}
{{- $root.Values.image.pullPolicy | default (get $old "apiopImagePullPolicy") | default (get $old "imagePullPolicy") }}
{{- end }}

{{/* What Secrets hold names: texts, or maps with a name. */}}
{{- define "apibridge.imagePullSecrets" -}}
{{- $global := .Values.global | default dict }}
{{- range concat .Values.imagePullSecrets (get $global "imagePullSecrets" | default list) | uniq }}
- name: {{ if kindIs "map" . }}{{ .name | quote }}{{ else }}{{ . | quote }}{{ end }}
{{- end }}
{{- end }}

{{/* The workload's values of (list $ NAME); none for Azurite. */}}
{{- define "apibridge.workload" -}}
{{- get (index . 0).Values (index . 1) | default dict | toJson }}
{{- end }}

{{- define "apibridge.podFields" -}}
{{- $root := index . 0 }}
{{- $workload := include "apibridge.workload" . | fromJson }}
{{- $fields := dict }}
{{- with include "apibridge.imagePullSecrets" $root }}{{ $_ := set $fields "imagePullSecrets" (fromYamlArray .) }}{{ end }}
{{- range $name := list "priorityClassName" "nodeSelector" "tolerations" "topologySpreadConstraints" }}
{{- with get $workload $name }}{{ $_ := set $fields $name . }}{{ end }}
{{- end }}
{{- with $fields }}{{ toYaml . }}{{ end }}
{{- end }}

{{- define "apibridge.affinity" -}}
{{- with get (include "apibridge.workload" . | fromJson) "affinity" }}{{ toYaml . }}{{ end }}
{{- end }}

{{- define "apibridge.volumes" -}}
{{- with get (include "apibridge.workload" . | fromJson) "extraVolumes" }}{{ toYaml . }}{{ end }}
{{- end }}

{{- define "apibridge.volumeMounts" -}}
{{- with get (include "apibridge.workload" . | fromJson) "extraVolumeMounts" }}{{ toYaml . }}{{ end }}
{{- end }}

{{- define "apibridge.podLabels" -}}
{{- $root := index . 0 }}
{{- $workload := include "apibridge.workload" . | fromJson }}
{{- include "apibridge.ownLabels" $root }}
{{- if and $workload (eq $root.Values.storage.kind "workloadIdentity") }}
azure.workload.identity/use: "true"
{{- end }}
{{- with get $workload "podLabels" }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* A change of settings or of the key rolls the pods. */}}
{{- define "apibridge.podAnnotations" -}}
{{- $root := index . 0 }}
{{- $workload := include "apibridge.workload" . | fromJson -}}
checksum/settings: {{ include "apibridge.settings" $root | sha256sum }}
{{- with include "apibridge.azuriteAnnotations" $root }}
{{ . }}
{{- end }}
{{- with get $workload "podAnnotations" }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "apibridge.serviceAccountAnnotations" -}}
{{- $root := index . 0 }}
{{- $annotations := get (include "apibridge.workload" . | fromJson) "serviceAccountAnnotations" }}
{{- if eq $root.Values.storage.kind "workloadIdentity" }}
{{- $annotations = merge (dict "azure.workload.identity/client-id" $root.Values.storage.workloadIdentity.clientId) $annotations }}
{{- end }}
{{- with $annotations }}{{ toYaml . }}{{ end }}
{{- end }}

{{/* Variables that are no settings of both: the storage account's secret, and what a user adds. */}}
{{- define "apibridge.variables" -}}
{{- $root := index . 0 }}
{{- if ne $root.Values.storage.kind "workloadIdentity" -}}
- name: AzureWebJobsStorage
  valueFrom:
    secretKeyRef:
      name: {{ include "apibridge.storageSecret" $root | quote }}
      key: {{ include "apibridge.storageSecretKey" $root | quote }}
{{- end }}
{{- with get (include "apibridge.workload" . | fromJson) "extraEnv" }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The names by which the bridge's Lease may be known. */}}
{{- define "apibridge.leases" -}}
{{- $name := get .Values.settings "ApiBridge__Leadership__LeaseName" | default (printf "%s-eventbridge" (include "apibridge.fullname" .)) -}}
- {{ $name | quote }}
{{- if eq (get .Values.settings "ApiBridge__Reconcile__Mode" | toString | lower) "observe" }}
- {{ printf "%s-observe" $name | quote }}
{{- end }}
{{- end }}

{{/* The custom resource's group and plural, as lists of a Role. */}}
{{- define "apibridge.resourceGroup" -}}
- {{ get .Values.settings "ApiBridge__Resource__Group" | default "oda.tmforum.org" | quote }}
{{- end }}

{{- define "apibridge.resource" -}}
- {{ get .Values.settings "ApiBridge__Resource__Plural" | default "exposedapis" | quote }}
{{- end }}

{{- define "apibridge.resourceStatus" -}}
- {{ printf "%s/status" (get .Values.settings "ApiBridge__Resource__Plural" | default "exposedapis") | quote }}
{{- end }}

{{- define "apibridge.kedaNamespace" -}}
{{- .Values.networkPolicy.kedaNamespace | default (.Values.keda.enabled | ternary .Release.Namespace "keda") }}
{{- end }}

{{/*
Where workers may reach gateways: what is said, or each namespace in scope where a gateway is in the API's own and the scope has an end, or any.
*/}}
{{- define "apibridge.gatewayPeers" -}}
{{- $namespaces := include "apibridge.namespaces" . | fromJsonArray }}
{{- $isInApis := contains "{namespace}" (get .Values.settings "APIG_ENDPOINT" | default (get .Values.settings "ApiBridge__Gateway__Endpoint") | toString) }}
{{- if .Values.networkPolicy.gateways }}
{{- toYaml .Values.networkPolicy.gateways }}
{{- else if and $isInApis (eq .Values.scope.kind "namespaces") -}}
- namespaceSelector:
    {{- if eq (len $namespaces) 1 }}
    matchLabels: { kubernetes.io/metadata.name: {{ first $namespaces | quote }} }
    {{- else }}
    matchExpressions:
    - { key: kubernetes.io/metadata.name, operator: In, values: {{ toJson $namespaces }} }
    {{- end }}
{{- else -}}
- namespaceSelector: {}
{{- end }}
{{- end }}

{{- define "apibridge.monitoringLabels" -}}
{{- with .Values.monitoring.labels }}{{ toYaml . }}{{ end }}
{{- end }}

{{- define "apibridge.gatewayEgress" -}}
{{- with .Values.networkPolicy.gatewayEgress }}{{ toYaml . }}{{ end }}
{{- end }}

{{/* Whether the workers' ScaledObject is rendered. KEDA that comes in the same release is not known to the API server before the first install is over. */}}
{{- define "apibridge.scales" -}}
{{- if or (not .Values.keda.enabled) (.Capabilities.APIVersions.Has "keda.sh/v1alpha1") }}true{{ end }}
{{- end }}
