# bash completion

_linkctl_reply() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do COMPREPLY+=("${line:drop}"); done
}

_linkctl_words() {
  _linkctl_reply < <(compgen -W "$1" -- "$value")
}

_linkctl_paths() {
  compopt -o filenames 2>/dev/null
  _linkctl_reply < <(compgen -A "$1" -- "$value")
}

_linkctl_ask() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    line=${line%%$'\t'*}
    [[ $line == "$value"* ]] || continue
    if [[ $line == *= ]]; then compopt -o nospace 2>/dev/null; fi
    COMPREPLY+=("${line:drop}")
  done < <(command linkctl __complete "$1" "${words[@]:1}" 2>/dev/null)
}

_linkctl() {
  local typed=${COMP_WORDS[COMP_CWORD]} value='' previous='' assigned='' ended=0 drop=0
  local word index joins=0
  local -a words=()
  for ((index = 0; index <= COMP_CWORD; index++)); do
    word=${COMP_WORDS[index]}
    if ((index > 1)) && [[ -n $word && -z ${word//=/} ]]; then
      words[${#words[@]} - 1]+=$word joins=1
    elif ((joins == 1)); then
      words[${#words[@]} - 1]+=$word joins=0
    else
      words+=("$word")
    fi
    if [[ $word == '--' && $index -lt $COMP_CWORD && $ended == 0 ]]; then ended=$index; fi
  done
  value=${words[${#words[@]} - 1]}
  if ((${#words[@]} > 1)); then previous=${words[${#words[@]} - 2]}; fi
  if [[ $ended == 0 && $value == --*=* ]]; then
    previous=${value%%=*} value=${value#*=} assigned=1
  fi
  if [[ -n $typed && -z ${typed//=/} ]]; then typed=''; fi
  drop=$((${#value} - ${#typed}))
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _linkctl_words 'delete create update upsert get list journal providers config completions help --help --version'
    return
  fi
  case ${COMP_WORDS[1]} in
  delete)
    if ((ended == 0)); then
      case $previous in
      --ids-file | --api-key-file | --backup | --journal | --rejects)
        _linkctl_paths file
        return
        ;;
      --format)
        _linkctl_words 'lines csv tsv json ndjson'
        return
        ;;
      --delimiter | --id-column | --base-url | --default-domain | --workspace | --group | --expect | --max-items | --max-failures | -c | --concurrency | --batch-size | --rate | --max-duration | --retries | --timeout | --max-wait)
        return
        ;;
      --provider)
        _linkctl_ask providers
        return
        ;;
      --profile)
        _linkctl_ask profiles
        return
        ;;
      --duplicates)
        _linkctl_words 'allow reuse fail'
        return
        ;;
      -o | --output)
        _linkctl_words 'table json ndjson csv'
        return
        ;;
      --color | --progress)
        _linkctl_words 'auto always never'
        return
        ;;
      esac
      if [[ $value == -* && -z $assigned ]]; then
        _linkctl_words '--ids-file --format --delimiter --skip-invalid --id-column --provider --base-url --allow-http --api-key-file --profile --duplicates --default-domain --workspace --group --verify --ignore-not-found --backup --dry-run -n --yes -y --expect --max-items --max-failures --journal --concurrency -c --batch-size --rate --max-duration --retries --timeout --max-wait --output -o --json --failed-only --unordered --rejects --quiet -q --verbose -v --color --progress --help -h --version'
        return
      fi
    fi
    ;;
  create)
    if ((ended == 0)); then
      case $previous in
      --input | --redirect-map | --api-key-file | --journal | --rejects)
        _linkctl_paths file
        return
        ;;
      --format)
        _linkctl_words 'lines csv tsv json ndjson'
        return
        ;;
      --delimiter | --ignore-fields | --only-fields | --map-domain | --base-url | --default-domain | --workspace | --group | --expect | --max-items | --max-failures | -c | --concurrency | --batch-size | --rate | --max-duration | --retries | --timeout | --max-wait)
        return
        ;;
      --set)
        _linkctl_ask assignments
        return
        ;;
      --map)
        _linkctl_ask fields
        return
        ;;
      --assign-external-id)
        if [[ -n $assigned ]]; then
          return
        fi
        ;;
      --on-conflict)
        _linkctl_words 'fail skip suffix'
        return
        ;;
      --provider)
        _linkctl_ask providers
        return
        ;;
      --profile)
        _linkctl_ask profiles
        return
        ;;
      --duplicates)
        _linkctl_words 'allow reuse fail'
        return
        ;;
      -o | --output)
        _linkctl_words 'table json ndjson csv'
        return
        ;;
      --color | --progress)
        _linkctl_words 'auto always never'
        return
        ;;
      esac
      if [[ $value == -* && -z $assigned ]]; then
        _linkctl_words '--input --format --delimiter --skip-invalid --set --map --ignore-fields --only-fields --allow-unknown-fields --assign-external-id --on-conflict --map-domain --redirect-map --provider --base-url --allow-http --api-key-file --profile --duplicates --default-domain --workspace --group --dry-run -n --yes -y --expect --max-items --max-failures --journal --concurrency -c --batch-size --rate --max-duration --retries --timeout --max-wait --output -o --json --failed-only --unordered --rejects --quiet -q --verbose -v --color --progress --help -h --version'
        return
      fi
    fi
    ;;
  update)
    if ((ended == 0)); then
      case $previous in
      --ids-file | --input | --backup | --api-key-file | --journal | --rejects)
        _linkctl_paths file
        return
        ;;
      --format)
        _linkctl_words 'lines csv tsv json ndjson'
        return
        ;;
      --delimiter | --id-column | --ignore-fields | --only-fields | --base-url | --default-domain | --workspace | --group | --expect | --max-items | --max-failures | -c | --concurrency | --batch-size | --rate | --max-duration | --retries | --timeout | --max-wait)
        return
        ;;
      --set)
        _linkctl_ask assignments
        return
        ;;
      --map)
        _linkctl_ask fields
        return
        ;;
      --provider)
        _linkctl_ask providers
        return
        ;;
      --profile)
        _linkctl_ask profiles
        return
        ;;
      --duplicates)
        _linkctl_words 'allow reuse fail'
        return
        ;;
      -o | --output)
        _linkctl_words 'table json ndjson csv'
        return
        ;;
      --color | --progress)
        _linkctl_words 'auto always never'
        return
        ;;
      esac
      if [[ $value == -* && -z $assigned ]]; then
        _linkctl_words '--ids-file --input --format --delimiter --skip-invalid --id-column --set --map --ignore-fields --only-fields --allow-unknown-fields --ignore-not-found --backup --provider --base-url --allow-http --api-key-file --profile --duplicates --default-domain --workspace --group --dry-run -n --yes -y --expect --max-items --max-failures --journal --concurrency -c --batch-size --rate --max-duration --retries --timeout --max-wait --output -o --json --failed-only --unordered --rejects --quiet -q --verbose -v --color --progress --help -h --version'
        return
      fi
    fi
    ;;
  upsert)
    if ((ended == 0)); then
      case $previous in
      --input | --redirect-map | --api-key-file | --journal | --rejects)
        _linkctl_paths file
        return
        ;;
      --match)
        _linkctl_words 'id external-id key url'
        return
        ;;
      --format)
        _linkctl_words 'lines csv tsv json ndjson'
        return
        ;;
      --delimiter | --id-column | --ignore-fields | --only-fields | --map-domain | --base-url | --default-domain | --workspace | --group | --expect | --max-items | --max-failures | -c | --concurrency | --batch-size | --rate | --max-duration | --retries | --timeout | --max-wait)
        return
        ;;
      --set)
        _linkctl_ask assignments
        return
        ;;
      --map)
        _linkctl_ask fields
        return
        ;;
      --provider)
        _linkctl_ask providers
        return
        ;;
      --profile)
        _linkctl_ask profiles
        return
        ;;
      --duplicates)
        _linkctl_words 'allow reuse fail'
        return
        ;;
      -o | --output)
        _linkctl_words 'table json ndjson csv'
        return
        ;;
      --color | --progress)
        _linkctl_words 'auto always never'
        return
        ;;
      esac
      if [[ $value == -* && -z $assigned ]]; then
        _linkctl_words '--input --match --format --delimiter --skip-invalid --id-column --set --map --ignore-fields --only-fields --allow-unknown-fields --ignore-not-found --map-domain --redirect-map --provider --base-url --allow-http --api-key-file --profile --duplicates --default-domain --workspace --group --dry-run -n --yes -y --expect --max-items --max-failures --journal --concurrency -c --batch-size --rate --max-duration --retries --timeout --max-wait --output -o --json --failed-only --unordered --rejects --quiet -q --verbose -v --color --progress --help -h --version'
        return
      fi
    fi
    ;;
  get)
    if ((ended == 0)); then
      case $previous in
      --ids-file | --api-key-file)
        _linkctl_paths file
        return
        ;;
      --format)
        _linkctl_words 'lines csv tsv json ndjson'
        return
        ;;
      --delimiter | --id-column | --base-url | --default-domain | --workspace | --group | -c | --concurrency | --rate | --max-duration | --retries | --timeout | --max-wait | --fields)
        return
        ;;
      --provider)
        _linkctl_ask providers
        return
        ;;
      --profile)
        _linkctl_ask profiles
        return
        ;;
      --duplicates)
        _linkctl_words 'allow reuse fail'
        return
        ;;
      -o | --output)
        _linkctl_words 'table json ndjson csv ids'
        return
        ;;
      --color | --progress)
        _linkctl_words 'auto always never'
        return
        ;;
      esac
      if [[ $value == -* && -z $assigned ]]; then
        _linkctl_words '--ids-file --format --delimiter --skip-invalid --id-column --provider --base-url --allow-http --api-key-file --profile --duplicates --default-domain --workspace --group --concurrency -c --rate --max-duration --retries --timeout --max-wait --output -o --json --fields --neutral --csv-raw --quiet -q --verbose -v --color --progress --help -h --version'
        return
      fi
    fi
    ;;
  list)
    if ((ended == 0)); then
      case $previous in
      --folder | --domain | --tag | --search | --created-before | --created-after | --clicks-max | --limit | --base-url | --default-domain | --workspace | --group | -c | --concurrency | --rate | --max-duration | --retries | --timeout | --max-wait | --fields)
        return
        ;;
      --archived)
        _linkctl_words 'only with without'
        return
        ;;
      --sort)
        _linkctl_words 'oldest newest'
        return
        ;;
      --provider)
        _linkctl_ask providers
        return
        ;;
      --api-key-file)
        _linkctl_paths file
        return
        ;;
      --profile)
        _linkctl_ask profiles
        return
        ;;
      --duplicates)
        _linkctl_words 'allow reuse fail'
        return
        ;;
      -o | --output)
        _linkctl_words 'table json ndjson csv ids'
        return
        ;;
      --color | --progress)
        _linkctl_words 'auto always never'
        return
        ;;
      esac
      if [[ $value == -* && -z $assigned ]]; then
        _linkctl_words '--folder --domain --tag --search --archived --created-before --created-after --clicks-max --limit --sort --provider --base-url --allow-http --api-key-file --profile --duplicates --default-domain --workspace --group --concurrency -c --rate --max-duration --retries --timeout --max-wait --output -o --json --fields --neutral --csv-raw --quiet -q --verbose -v --color --progress --help -h --version'
        return
      fi
    fi
    ;;
  journal)
    if ((ended == 0)); then
      case $previous in
      -o | --output)
        _linkctl_words 'table json ndjson'
        return
        ;;
      esac
      if [[ $value == -* && -z $assigned ]]; then
        _linkctl_words '--output -o --json --help -h --version'
        return
      fi
    fi
    case " ${words[*]:2:${#words[@]} - 3} " in
    *' show '*)
      _linkctl_paths file
      ;;
    *) _linkctl_words 'show' ;;
    esac
    ;;
  providers)
    if ((ended == 0)); then
      case $previous in
      -o | --output)
        _linkctl_words 'table json'
        return
        ;;
      esac
      if [[ $value == -* && -z $assigned ]]; then
        _linkctl_words '--output -o --json --help -h --version'
        return
      fi
    fi
    _linkctl_words 'dub hoko shortpen yourls shlink kutt shortio rebrandly bitly'
    ;;
  config)
    if ((ended == 0)); then
      case $previous in
      --provider)
        _linkctl_ask providers
        return
        ;;
      --base-url | --default-domain | --workspace | --group | --retries | --timeout | --max-wait)
        return
        ;;
      --api-key-file)
        _linkctl_paths file
        return
        ;;
      --profile)
        _linkctl_ask profiles
        return
        ;;
      --duplicates)
        _linkctl_words 'allow reuse fail'
        return
        ;;
      -o | --output)
        _linkctl_words 'table json'
        return
        ;;
      esac
      if [[ $value == -* && -z $assigned ]]; then
        _linkctl_words '--provider --base-url --allow-http --api-key-file --profile --duplicates --default-domain --workspace --group --retries --timeout --max-wait --output -o --json --verbose -v --help -h --version'
        return
      fi
    fi
    _linkctl_words 'check'
    ;;
  completions)
    if ((ended == 0)); then
      if [[ $value == -* && -z $assigned ]]; then
        _linkctl_words '--help -h --version'
        return
      fi
    fi
    _linkctl_words 'bash zsh fish'
    ;;
  help)
    if ((ended == 0)); then
      if [[ $value == -* && -z $assigned ]]; then
        _linkctl_words '--help -h --version'
        return
      fi
    fi
    _linkctl_ask commands
    ;;
  esac
}

complete -F _linkctl linkctl
