# A thin mirror of `./m` for machines with Nix and Makes: each output calls it, so that there is one place to read.
{ inputs, makeScript, ... }:
let
  run = name: path: {
    inherit name;
    value = makeScript {
      inherit name;
      searchPaths.bin = [ inputs.nixpkgs.git inputs.nixpkgs.jdk21 inputs.nixpkgs.maven inputs.nixpkgs.python311 ];
      entrypoint = ''
        exec python3 m . ${path} "$@"
      '';
    };
  };
in
{
  outputs = builtins.listToAttrs [
    (run "/integrates" "/integrates")
    (run "/integrates/setup" "/integrates/setup")
    (run "/integrates/back/test" "/integrates/back/test")
    (run "/integrates/back/test/unit" "/integrates/back/test/unit")
    (run "/integrates/back/test/functional" "/integrates/back/test/functional")
    (run "/integrates/back/test/engines" "/integrates/back/test/engines")
    (run "/integrates/db" "/integrates/db")
    (run "/integrates/back/bench" "/integrates/back/bench")
    (run "/integrates/back/lint/schema" "/integrates/back/lint/schema")
    (run "/integrates/back/lint/docs" "/integrates/back/lint/docs")
    (run "/integrates/back/authz-matrix" "/integrates/back/authz-matrix")
    (run "/integrates/constraints" "/integrates/constraints")
    (run "/lintPython/dirOfModules/integrates" "/lintPython/dirOfModules/integrates")
    (run "/lintPython/imports/integrates" "/lintPython/imports/integrates")
    (run "/formatPython/default" "/formatPython/default")
  ];
}
