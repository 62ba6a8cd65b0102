# bash completion

_linkctl_reply() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do COMPREPLY+=("$line"); done
}

_linkctl_words() {
  _linkctl_reply < <(compgen -W "$2" -- "$1")
}

_linkctl_paths() {
  compopt -o filenames 2>/dev/null
  _linkctl_reply < <(compgen -A "$2" -- "$1")
}

_linkctl() {
  local current=${COMP_WORDS[COMP_CWORD]} previous='' assigned='' ended=0 index
  if ((COMP_CWORD > 0)); then previous=${COMP_WORDS[COMP_CWORD - 1]}; fi
  if [[ $current == '=' ]]; then
    current='' assigned=1
  elif [[ $previous == '=' ]] && ((COMP_CWORD > 1)); then
    previous=${COMP_WORDS[COMP_CWORD - 2]} assigned=1
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    if [[ ${COMP_WORDS[index]} == '--' ]]; then
      ended=$index
      break
    fi
  done
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _linkctl_words "$current" 'delete create update providers config completions help --help --version'
    return
  fi
  case ${COMP_WORDS[1]} in
  delete)
    if ((ended == 0)); then
      case $previous in
      --ids-file)
        _linkctl_paths "$current" file
        return
        ;;
      --format)
        _linkctl_words "$current" 'lines csv tsv json ndjson'
        return
        ;;
      --delimiter)
        return
        ;;
      --id-column)
        return
        ;;
      --provider)
        _linkctl_words "$current" 'dub hoko shortpen'
        return
        ;;
      --base-url)
        return
        ;;
      --api-key-file)
        _linkctl_paths "$current" file
        return
        ;;
      --profile)
        return
        ;;
      --expect)
        return
        ;;
      --max-items)
        return
        ;;
      --max-failures)
        return
        ;;
      -c | --concurrency)
        return
        ;;
      --batch-size)
        return
        ;;
      --rate)
        return
        ;;
      --retries)
        return
        ;;
      --timeout)
        return
        ;;
      --max-wait)
        return
        ;;
      -o | --output)
        _linkctl_words "$current" 'table json ndjson csv'
        return
        ;;
      esac
      if [[ $current == -* ]]; then
        _linkctl_words "$current" '--ids-file --format --delimiter --skip-invalid --id-column --provider --base-url --api-key-file --profile --verify --ignore-not-found --dry-run -n --yes -y --expect --max-items --max-failures --concurrency -c --batch-size --rate --retries --timeout --max-wait --output -o --json --failed-only --unordered --quiet -q --verbose -v --help -h --version'
        return
      fi
    fi
    ;;
  create)
    if ((ended == 0)); then
      case $previous in
      --input)
        _linkctl_paths "$current" file
        return
        ;;
      --format)
        _linkctl_words "$current" 'lines csv tsv json ndjson'
        return
        ;;
      --delimiter)
        return
        ;;
      --map)
        return
        ;;
      --provider)
        _linkctl_words "$current" 'dub hoko shortpen'
        return
        ;;
      --base-url)
        return
        ;;
      --api-key-file)
        _linkctl_paths "$current" file
        return
        ;;
      --profile)
        return
        ;;
      --expect)
        return
        ;;
      --max-items)
        return
        ;;
      --max-failures)
        return
        ;;
      -c | --concurrency)
        return
        ;;
      --batch-size)
        return
        ;;
      --rate)
        return
        ;;
      --retries)
        return
        ;;
      --timeout)
        return
        ;;
      --max-wait)
        return
        ;;
      -o | --output)
        _linkctl_words "$current" 'table json ndjson csv'
        return
        ;;
      esac
      if [[ $current == -* ]]; then
        _linkctl_words "$current" '--input --format --delimiter --skip-invalid --map --allow-unknown-fields --provider --base-url --api-key-file --profile --dry-run -n --yes -y --expect --max-items --max-failures --concurrency -c --batch-size --rate --retries --timeout --max-wait --output -o --json --failed-only --unordered --quiet -q --verbose -v --help -h --version'
        return
      fi
    fi
    ;;
  update)
    if ((ended == 0)); then
      case $previous in
      --ids-file)
        _linkctl_paths "$current" file
        return
        ;;
      --input)
        _linkctl_paths "$current" file
        return
        ;;
      --format)
        _linkctl_words "$current" 'lines csv tsv json ndjson'
        return
        ;;
      --delimiter)
        return
        ;;
      --id-column)
        return
        ;;
      --set)
        return
        ;;
      --map)
        return
        ;;
      --provider)
        _linkctl_words "$current" 'dub hoko shortpen'
        return
        ;;
      --base-url)
        return
        ;;
      --api-key-file)
        _linkctl_paths "$current" file
        return
        ;;
      --profile)
        return
        ;;
      --expect)
        return
        ;;
      --max-items)
        return
        ;;
      --max-failures)
        return
        ;;
      -c | --concurrency)
        return
        ;;
      --batch-size)
        return
        ;;
      --rate)
        return
        ;;
      --retries)
        return
        ;;
      --timeout)
        return
        ;;
      --max-wait)
        return
        ;;
      -o | --output)
        _linkctl_words "$current" 'table json ndjson csv'
        return
        ;;
      esac
      if [[ $current == -* ]]; then
        _linkctl_words "$current" '--ids-file --input --format --delimiter --skip-invalid --id-column --set --map --allow-unknown-fields --ignore-not-found --provider --base-url --api-key-file --profile --dry-run -n --yes -y --expect --max-items --max-failures --concurrency -c --batch-size --rate --retries --timeout --max-wait --output -o --json --failed-only --unordered --quiet -q --verbose -v --help -h --version'
        return
      fi
    fi
    ;;
  providers)
    if ((ended == 0)); then
      case $previous in
      -o | --output)
        _linkctl_words "$current" 'table json'
        return
        ;;
      esac
      if [[ $current == -* ]]; then
        _linkctl_words "$current" '--output -o --json --help -h --version'
        return
      fi
    fi
    _linkctl_words "$current" 'dub hoko shortpen'
    ;;
  config)
    if ((ended == 0)); then
      case $previous in
      --provider)
        _linkctl_words "$current" 'dub hoko shortpen'
        return
        ;;
      --base-url)
        return
        ;;
      --api-key-file)
        _linkctl_paths "$current" file
        return
        ;;
      --profile)
        return
        ;;
      -o | --output)
        _linkctl_words "$current" 'table json'
        return
        ;;
      esac
      if [[ $current == -* ]]; then
        _linkctl_words "$current" '--provider --base-url --api-key-file --profile --output -o --json --help -h --version'
        return
      fi
    fi
    _linkctl_words "$current" 'check'
    ;;
  completions)
    if ((ended == 0)); then
      if [[ $current == -* ]]; then
        _linkctl_words "$current" '--help -h --version'
        return
      fi
    fi
    _linkctl_words "$current" 'bash zsh fish'
    ;;
  help)
    if ((ended == 0)); then
      if [[ $current == -* ]]; then
        _linkctl_words "$current" '--help -h --version'
        return
      fi
    fi
    ;;
  esac
}

complete -F _linkctl linkctl
