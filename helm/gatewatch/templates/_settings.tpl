{{/* The settings that are no secrets, as the service reads them; those of the user's own win. */}}
{{- define "gatewatch.settings" -}}
{{- $central := dict "api-version" .Values.central.apiVersion "requests-per-second" .Values.central.requestsPerSecond "requests-per-day" .Values.central.requestsPerDay }}
{{- with .Values.central.baseUrl }}
{{- $_ := set $central "base-url" . }}
{{- end }}
{{- $oauth2 := dict }}
{{- with .Values.central.tokenUri }}
{{- $_ := set $oauth2 "client" (dict "provider" (dict "central" (dict "token-uri" .))) }}
{{- end }}
{{- if .Values.oidc.issuerUri }}
{{- $_ := set $oauth2 "resourceserver" (dict "jwt" (dict "issuer-uri" .Values.oidc.issuerUri "audiences" .Values.oidc.audiences)) }}
{{- end }}
{{- $spring := dict "datasource" (dict "url" .Values.database.url) }}
{{- if $oauth2 }}
{{- $_ := set $spring "security" (dict "oauth2" $oauth2) }}
{{- end }}
{{- $gatewatch := dict "central" $central "polling" (dict "enabled" .Values.polling.enabled) }}
{{- mergeOverwrite (dict "spring" $spring "gatewatch" $gatewatch) (deepCopy .Values.settings) | toYaml }}
{{- end }}

{{/* The secrets that were given as values: a file each, named as the setting it holds. */}}
{{- define "gatewatch.secrets" -}}
{{- $secrets := dict "spring.datasource.username" .Values.database.username "spring.datasource.password" .Values.database.password }}
{{- $_ := set $secrets "CENTRAL_CLIENT_ID" .Values.central.clientId }}
{{- $_ := set $secrets "CENTRAL_CLIENT_SECRET" .Values.central.clientSecret }}
{{- $_ := set $secrets "CENTRAL_ACCESS_TOKEN" .Values.central.accessToken }}
{{- range $i, $user := .Values.users }}
{{- $_ := set $secrets (printf "gatewatch.security.users.%d.name" $i) $user.name }}
{{- $_ := set $secrets (printf "gatewatch.security.users.%d.password" $i) $user.password }}
{{- $_ := set $secrets (printf "gatewatch.security.users.%d.roles" $i) (join "," $user.roles) }}
{{- end }}
{{- range $name, $value := $secrets }}
{{- if $value }}
{{ $name }}: {{ $value | toJson }}
{{- end }}
{{- end }}
{{- end }}

{{/* Ports of hosts in a list of addresses, each once: what stands behind a colon, else the usual one. */}}
{{- define "gatewatch.ports" -}}
{{- $ports := list }}
{{- range .addresses }}
{{- $hosts := regexReplaceAll "^[a-z:]+://([^/?#]*).*$" . "${1}" }}
{{- range splitList "," $hosts }}
{{- $port := regexFind ":[0-9]+$" . | trimPrefix ":" | default $.usual }}
{{- $ports = append $ports (int $port) }}
{{- end }}
{{- end }}
{{- range $ports | uniq }}
- {protocol: TCP, port: {{ . }}}
{{- end }}
{{- end }}
