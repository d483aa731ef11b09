module example.com/ours

go 1.22

require golang.org/x/text v0.15.0

require (
	github.com/pkg/errors v0.9.1 // indirect
	example.com/old v1.0.0
	example.com/here v0.0.0
	not-a-version latest
)

replace example.com/old => github.com/new/old v1.0.1

replace example.com/here => ../here

tool golang.org/x/tools/cmd/stringer
