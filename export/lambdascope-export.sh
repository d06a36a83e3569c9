#!/usr/bin/env bash
# Writes down what AWS answers about Lambda functions, for Lambdascope to audit. It only reads, and it asks AWS alone.
#
# The output is NDJSON: a first line that says what it is, then one call a line with its answer or its error. A refusal stays a
# refusal: the audit then says "not assessed", never "there is none".
#
# Needs bash 3.2, the AWS CLI (1 or 2) and jq 1.5.
set -u
set -o pipefail

usage() {
  cat <<'USAGE'
lambdascope-export.sh [OPTION]... [--] [FUNCTION]...

Writes what AWS answers about these functions (names or ARNs), or about all functions of the region, as NDJSON.

  --region REGION     the region, else what the AWS CLI is set to
  --profile PROFILE   the AWS CLI's profile
  --out FILE          write here (readable by you alone) instead of to standard output; appears whole or not at all
  --help              this text

The answers hold what AWS knows of the functions, the values of environment variables among it. Keep the file as you keep
those. Lambdascope masks them and sends nothing anywhere.

Calls: lambda GetFunction, GetFunctionUrlConfig, GetPolicy, GetFunctionConcurrency, GetFunctionEventInvokeConfig,
ListEventSourceMappings, GetFunctionCodeSigningConfig, GetRuntimeManagementConfig, GetFunctionRecursionConfig, ListAliases; iam
GetRole, ListAttachedRolePolicies, ListRolePolicies, GetRolePolicy, GetPolicy, GetPolicyVersion; logs DescribeLogGroups;
cloudtrail DescribeTrails, LookupEvents (the 50 newest of 30 days); and lambda ListFunctions, sts GetCallerIdentity to begin with.
The managed policies ReadOnlyAccess or SecurityAudit with AWSLambda_ReadOnlyAccess allow them.

Example: lambdascope-export.sh --region eu-central-1 --out evidence.ndjson
USAGE
}

say() { printf '%s\n' "$*" >&2; }

# Ends with what happened and what to do.
fail() {
  say "lambdascope-export: $*"
  exit 1
}

options=()
out=''
region=''
while [ $# -gt 0 ]; do
  case $1 in
    --region | --profile | --out)
      [ $# -ge 2 ] || fail "$1 wants a value. See --help."
      case $1 in
        --region) region=$2 options+=(--region "$2") ;;
        --profile) options+=(--profile "$2") ;;
        --out) out=$2 ;;
      esac
      shift 2
      ;;
    --help | -h)
      usage
      exit 0
      ;;
    --)
      shift
      break
      ;;
    -*) fail "There is no option $1. See --help." ;;
    *) break ;;
  esac
done

for program in aws jq; do
  command -v "$program" >/dev/null 2>&1 || fail "$program is not installed. Install it, or see --help for what this needs."
done

# No pager and no questions; slower instead of refused where AWS limits the pace.
export AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off
export AWS_RETRY_MODE="${AWS_RETRY_MODE:-adaptive}" AWS_MAX_ATTEMPTS="${AWS_MAX_ATTEMPTS:-8}"

umask 077
work=$(mktemp -d "${TMPDIR:-/tmp}/lambdascope.XXXXXXXX") || fail "No temporary directory can be made. Set TMPDIR to a writable one."
part=''
trap 'rm -rf "$work" ${part:+"$part"}' EXIT
trap 'exit 1' HUP INT TERM
touch "$work/functions" "$work/roles" "$work/policies"

if [ -n "$out" ]; then
  # Beside its place, so that it gets there whole.
  part=$(mktemp "$out.XXXXXXXX") || fail "$out can't be written. Choose another --out."
  exec 3>"$part"
else
  exec 3>&1
fi

# aws SERVICE COMMAND PARAMETERS [OPTION]...: one call, its answer in $work/answer, what it complained of in $work/failure. The
# parameters go in as JSON, so that no value is ever read as an option or as the name of a file.
ask() {
  local service=$1 name=$2 parameters=$3
  shift 3
  aws "$service" "$name" --cli-input-json "$parameters" --output json ${options[@]+"${options[@]}"} "$@" \
    >"$work/answer" 2>"$work/failure" </dev/null
}

# GetFunctionUrlConfig → get-function-url-config, in $command. (No program is started for it, and bash 3.2 has no lower case.)
command_name() {
  local text=$1 upper=ABCDEFGHIJKLMNOPQRSTUVWXYZ lower=abcdefghijklmnopqrstuvwxyz at letter before
  command=''
  for ((at = 0; at < ${#text}; at++)); do
    letter=${text:at:1}
    before=${upper%%"$letter"*}
    if [ ${#before} -lt 26 ]; then
      command=$command${command:+-}${lower:${#before}:1}
    else
      command=$command$letter
    fi
  done
}

asked=0
failed=0

# call SERVICE OPERATION PARAMETERS [OPTION]...: asks and writes the line. The status is 0 where there is an answer, in $work/answer.
# Version 1 of the AWS CLI prints some moments as seconds since 1970; they become the text that version 2 prints.
call() {
  local service=$1 operation=$2 parameters=$3 status=0 command
  shift 3
  asked=$((asked + 1))
  command_name "$operation"
  ask "$service" "$command" "$parameters" "$@" || status=$?
  # What isn't JSON after all makes jq fail, and is then told as a failure.
  if [ "$status" -eq 0 ] && jq -c -n --arg service "$service" --arg operation "$operation" --argjson parameters "$parameters" \
    --slurpfile answer "$work/answer" '
      def moments: if type == "object" then with_entries(
          if (.key == "EventTime" or .key == "LastModified") and (.value | type) == "number" then .value |= (floor | todate) else .value |= moments end)
        elif type == "array" then map(moments) else . end;
      {service: $service, operation: $operation, parameters: $parameters, response: ($answer[0] // {} | moments)}' \
    >"$work/line" 2>/dev/null; then
    cat "$work/line" >&3 || lost
    return 0
  fi
  failed=$((failed + 1))
  jq -c -R -s --arg service "$service" --arg operation "$operation" --argjson parameters "$parameters" --arg status "$status" '
    (gsub("\\s+"; " ") | ltrimstr(" ") | rtrimstr(" ")) as $said
    | ($said | capture("An error occurred \\((?<code>[^)]+)\\) when calling the [A-Za-z0-9]+ operation( \\([^)]*\\))?: ?(?<message>.*)$")
        // {code: "CommandFailed", message: (if $said == "" then "aws ended with status \($status) and no answer" else $said end)}) as $error
    | {service: $service, operation: $operation, parameters: $parameters, error: {code: $error.code, message: $error.message}}' \
    "$work/failure" >&3 || lost
  return 1
}

# A line that can't be written must not be missed: the export would look whole.
lost() { fail "The output can't be written. See that there is room for it, and start again."; }

# once FILE TEXT: whether this text is new to the list in this file.
once() {
  grep -Fxq -e "$2" "$work/$1" && return 1
  printf '%s\n' "$2" >>"$work/$1"
}

# parameters NAME VALUE [NAME VALUE]: a JSON object of texts.
parameters() {
  if [ $# -eq 2 ]; then
    jq -c -n --arg a "$1" --arg b "$2" '{($a): $b}'
  else
    jq -c -n --arg a "$1" --arg b "$2" --arg c "$3" --arg d "$4" '{($a): $b, ($c): $d}'
  fi
}

# of_answer FILTER: texts out of the last answer, a line each.
of_answer() { jq -r "$1 // empty" "$work/answer"; }

policy() {
  local arn=$1 version
  once policies "$arn" || return 0
  call iam GetPolicy "$(parameters PolicyArn "$arn")" || return 0
  version=$(of_answer .Policy.DefaultVersionId)
  [ -z "$version" ] || call iam GetPolicyVersion "$(parameters PolicyArn "$arn" VersionId "$version")"
}

role() {
  local name=${1##*/} named arn inline
  once roles "$name" || return 0
  named=$(parameters RoleName "$name")
  call iam GetRole "$named"
  if call iam ListAttachedRolePolicies "$named"; then
    of_answer '.AttachedPolicies[]?.PolicyArn' >"$work/attached"
    while IFS= read -r arn; do policy "$arn"; done <"$work/attached"
  fi
  if call iam ListRolePolicies "$named"; then
    of_answer '.PolicyNames[]?' >"$work/inline"
    while IFS= read -r inline; do call iam GetRolePolicy "$(parameters RoleName "$name" PolicyName "$inline")"; done <"$work/inline"
  fi
}

log_groups() { call logs DescribeLogGroups "$(parameters logGroupNamePrefix "$1")"; }

function_() {
  local name=$1 named group custom operation role=''
  named=$(parameters FunctionName "$name")
  group=/aws/lambda/$name
  if call lambda GetFunction "$named"; then
    role=$(of_answer .Configuration.Role)
    custom=$(of_answer .Configuration.LoggingConfig.LogGroup)
    [ -z "$custom" ] || [ "$custom" = "$group" ] || log_groups "$custom"
  fi
  for operation in GetFunctionUrlConfig GetPolicy GetFunctionConcurrency GetFunctionEventInvokeConfig ListEventSourceMappings \
    GetFunctionCodeSigningConfig GetRuntimeManagementConfig GetFunctionRecursionConfig ListAliases; do
    call lambda "$operation" "$named"
  done
  log_groups "$group"
  call cloudtrail LookupEvents "$(jq -c -n --arg name "$name" --arg from "$from" --arg to "$now" '{
    LookupAttributes: [{AttributeKey: "ResourceName", AttributeValue: $name}], StartTime: $from, EndTime: $to, MaxResults: 50}')" --no-paginate
  [ -z "$role" ] || role "$role"
}

# --- who asks, and about what

ask sts get-caller-identity '{}' || fail "AWS doesn't know who is asking: $(tr '\n' ' ' <"$work/failure")Sign in, or choose --profile."
account=$(of_answer .Account)
[ -n "$region" ] || region=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}
[ -n "$region" ] || region=$(aws configure get region ${options[@]+"${options[@]}"} 2>/dev/null </dev/null)
[ -n "$region" ] || fail "No region is set. Choose one: --region eu-central-1."

if [ $# -gt 0 ]; then
  for name in "$@"; do
    # The name out of an ARN, without an alias or a version behind it.
    case $name in *:function:*) name=${name##*:function:} name=${name%%:*} ;; esac
    once functions "$name" || continue
  done
else
  ask lambda list-functions '{}' || fail "The functions can't be listed: $(tr '\n' ' ' <"$work/failure")Name them as arguments, or ask for lambda:ListFunctions."
  of_answer '.Functions[]?.FunctionName' >"$work/functions"
fi

now=$(jq -n -r 'now | floor | todate')
from=$(jq -n -r 'now - 30 * 86400 | floor | todate')
jq -c -n --arg now "$now" --arg account "$account" --arg region "$region" \
  '{format: "lambda-evidence", version: 1, exported_at: $now, account: $account, region: $region}' >&3 || lost

total=$(grep -c '' "$work/functions")
say "lambdascope-export: $total functions in $region of account $account"
call cloudtrail DescribeTrails '{}'
number=0
while IFS= read -r name <&4; do
  number=$((number + 1))
  say "[$number/$total] $name"
  function_ "$name"
done 4<"$work/functions"

if [ -n "$out" ]; then
  exec 3>&-
  mv -f "$part" "$out" || fail "$out can't be written. Choose another --out."
fi
say "lambdascope-export: $asked calls, $failed of them without an answer (they are in the output, each with its reason)"
