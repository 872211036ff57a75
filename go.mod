module playhead

go 1.26

ignore ./web/node_modules

require (
	github.com/andybalholm/brotli v1.2.8
	github.com/evanw/esbuild v0.28.2
	github.com/google/uuid v1.6.0
	github.com/hack-pad/safejs v0.1.1
	github.com/stretchr/testify v1.12.1
	golang.org/x/tools v0.40.0
	pgregory.net/rapid v1.2.0
)

require (
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/sys v0.39.0 // indirect
)
