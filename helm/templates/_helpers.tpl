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
