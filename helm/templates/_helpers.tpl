{{/* Names of the two programs; everything of theirs is called so. */}}
{{- define "homeroom.server" -}}{{ .Release.Name | trunc 50 | trimSuffix "-" }}-server{{- end }}
{{- define "homeroom.operator" -}}{{ .Release.Name | trunc 50 | trimSuffix "-" }}-operator{{- end }}

{{/* Labels that a selector uses. Arguments: root, component. */}}
{{- define "homeroom.selector" -}}
app.kubernetes.io/name: homeroom
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Labels of every object. Arguments: root, component. */}}
{{- define "homeroom.labels" -}}
{{ include "homeroom.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "homeroom.image" -}}
{{ .program.image.repository }}:{{ .program.image.tag | default .root.Chart.AppVersion }}{{ with .program.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "homeroom.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "homeroom.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Where Pods may run. Argument: the program's values. */}}
{{- define "homeroom.placement" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The release that an object belongs to. Argument: the object. */}}
{{- define "homeroom.releaseOf" -}}
{{- $annotations := (.metadata).annotations | default dict }}
{{- get $annotations "meta.helm.sh/release-namespace" }}/{{ get $annotations "meta.helm.sh/release-name" }}
{{- end }}

{{/* Fails where another release looks after all namespaces, or this one would and another after some. There can be one only where the CRD is; helm template asks no cluster. */}}
{{- define "homeroom.operator.requireAlone" -}}
{{- if .Capabilities.APIVersions.Has "homeroom.dev/v1" }}
{{- $own := printf "%s/%s" .Release.Namespace .Release.Name }}
{{- $api := "rbac.authorization.k8s.io/v1" }}
{{- with lookup $api "ClusterRole" "" "homeroom-operator" }}
{{- $other := include "homeroom.releaseOf" . }}
{{- if ne $other $own }}
{{- fail (printf "release %s looks after all namespaces; give it operator.namespaces, or uninstall it, before another release has an operator" $other) }}
{{- end }}
{{- end }}
{{- if not .Values.operator.namespaces }}
{{- range (lookup $api "Role" "" "").items }}
{{- if eq .metadata.name "homeroom-operator" }}
{{- $other := include "homeroom.releaseOf" . }}
{{- if ne $other $own }}
{{- fail (printf "release %s looks after namespace %s; give this release operator.namespaces without it, or uninstall that one" $other .metadata.namespace) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* How the cluster was called before this upgrade, where that was otherwise. */}}
{{- define "homeroom.formerClusterName" -}}
{{- if .Capabilities.APIVersions.Has "homeroom.dev/v1" }}
{{- $deployment := lookup "apps/v1" "Deployment" .Release.Namespace (include "homeroom.operator" .) }}
{{- range ((((($deployment).spec).template).spec).containers) }}
{{- range .env }}
{{- if and (eq .name "HOMEROOM_CLUSTER") (ne .value $.Values.clusterName) }}{{ .value }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Not empty where some entry of operator.districts speaks of labels. */}}
{{- define "homeroom.operator.followsLabels" -}}
{{- range .Values.operator.districts }}{{ if .namespaceLabels }}true{{ end }}{{ end }}
{{- end }}

{{/* Whether some entry of operator.districts allows this. Arguments: root, right. */}}
{{- define "homeroom.operator.allows" -}}
{{- $right := index . 1 }}{{ $allowed := false }}
{{- range (index . 0).Values.operator.districts }}{{ if get . $right }}{{ $allowed = true }}{{ end }}{{ end }}
{{- $allowed }}
{{- end }}
