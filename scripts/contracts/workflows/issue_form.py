"""What GitHub's schema of issue forms, as SchemaStore has it, finds in files of YAML: a list of messages a file, as JSON.

check-jsonschema brings the schema. Its program is not run: jsonschema judges.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from jsonschema import Draft7Validator
from ruamel.yaml import YAML

package = Path(find_spec("check_jsonschema").origin).parent
schema = json.loads((package / "builtin_schemas/vendor/github-issue-forms.json").read_text())
Draft7Validator.check_schema(schema)
validator = Draft7Validator(schema)


def findings(path):
    with open(path, encoding="utf-8") as text:
        form = YAML(typ="safe", pure=True).load(text)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(form)]


print(json.dumps([findings(path) for path in sys.argv[1:]]))
