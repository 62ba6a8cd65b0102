# fish completion

function __linkctl_needs_command
    test (count (commandline -opc)) -eq 1
end

function __linkctl_runs
    set -l words (commandline -opc)
    test (count $argv) -eq 0; or test "$words[2]" = "$argv[1]"
end

function __linkctl_takes_options
    __linkctl_runs $argv; and not contains -- -- (commandline -opc)
end

complete -c linkctl -f
complete -c linkctl -n __linkctl_needs_command -a delete -d 'delete links by ID'
complete -c linkctl -n __linkctl_needs_command -a completions -d 'print the completions for a shell'
complete -c linkctl -n __linkctl_needs_command -a help -d 'show help, of linkctl or of a command'
complete -c linkctl -n __linkctl_needs_command -s h -l help -d '-h is this overview, --help tells all'
complete -c linkctl -n __linkctl_needs_command -l version -d 'show the version'
complete -c linkctl -n '__linkctl_takes_options delete' -l ids-file -r -F -d 'read IDs from a file, or from standard input with "-"'
complete -c linkctl -n '__linkctl_takes_options delete' -l format -x -a 'lines csv tsv json ndjson' -d 'the format of the input'
complete -c linkctl -n '__linkctl_takes_options delete' -l delimiter -x -d 'what separates the fields of CSV'
complete -c linkctl -n '__linkctl_takes_options delete' -l id-column -x -d 'the column or member that holds the ID'
complete -c linkctl -n '__linkctl_takes_options delete' -l skip-invalid -d 'run the valid rows when others are malformed'
complete -c linkctl -n '__linkctl_takes_options delete' -l provider -x -a 'dub\\t\'Dub\' hoko\\t\'Hoko\' shortpen\\t\'ShortPen\'' -d 'the URL shortener to work at'
complete -c linkctl -n '__linkctl_takes_options delete' -l base-url -x -d 'where its API is'
complete -c linkctl -n '__linkctl_takes_options delete' -l api-key-file -r -F -d 'read the API key from a file'
complete -c linkctl -n '__linkctl_takes_options delete' -l verify -d 'read the links first, so that every row\'s fate is known exactly'
complete -c linkctl -n '__linkctl_takes_options delete' -l ignore-not-found -d 'a link that is not there counts as done'
complete -c linkctl -n '__linkctl_takes_options delete' -s n -l dry-run -d 'check the input and say what would be sent'
complete -c linkctl -n '__linkctl_takes_options delete' -s y -l yes -d 'do not ask before deleting'
complete -c linkctl -n '__linkctl_takes_options delete' -l expect -x -d 'refuse to start unless there are exactly N rows'
complete -c linkctl -n '__linkctl_takes_options delete' -l max-items -x -d 'refuse to start when there are more than N rows'
complete -c linkctl -n '__linkctl_takes_options delete' -l max-failures -x -d 'stop after so many rows that are not done'
complete -c linkctl -n '__linkctl_takes_options delete' -s c -l concurrency -x -d 'requests in flight'
complete -c linkctl -n '__linkctl_takes_options delete' -l batch-size -x -d 'rows a request, up to the provider\'s limit'
complete -c linkctl -n '__linkctl_takes_options delete' -l rate -x -d 'never faster than this, all requests together'
complete -c linkctl -n '__linkctl_takes_options delete' -l retries -x -d 'resends of one request after a network fault or a server error'
complete -c linkctl -n '__linkctl_takes_options delete' -l timeout -x -d 'the longest that one request may take'
complete -c linkctl -n '__linkctl_takes_options delete' -l max-wait -x -d 'the longest wait that a provider may ask for'
complete -c linkctl -n '__linkctl_takes_options delete' -s o -l output -x -a 'table json ndjson csv' -d 'the form of the results'
complete -c linkctl -n '__linkctl_takes_options delete' -l json -d 'the same as --output json'
complete -c linkctl -n '__linkctl_takes_options delete' -l failed-only -d 'print only the rows that are not done'
complete -c linkctl -n '__linkctl_takes_options delete' -l unordered -d 'print results as they come, not in the input\'s order'
complete -c linkctl -n '__linkctl_takes_options delete' -s q -l quiet -d 'print no summary'
complete -c linkctl -n '__linkctl_takes_options delete' -s v -l verbose -d 'tell of each request on standard error'
complete -c linkctl -n '__linkctl_takes_options delete' -s h -l help -d '-h is this overview, --help tells all'
complete -c linkctl -n '__linkctl_takes_options delete' -l version -d 'show the version'
complete -c linkctl -n '__linkctl_takes_options completions' -s h -l help -d '-h is this overview, --help tells all'
complete -c linkctl -n '__linkctl_takes_options completions' -l version -d 'show the version'
complete -c linkctl -n '__linkctl_runs completions' -a 'bash zsh fish'
complete -c linkctl -n '__linkctl_takes_options help' -s h -l help -d '-h is this overview, --help tells all'
complete -c linkctl -n '__linkctl_takes_options help' -l version -d 'show the version'
