// What windmill-yaml-validator says of files: a line of JSON each, `{file, text}` on stdin, `{file, errors}` on stdout;
// `errors` is null where it does not take a file of that name.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const { WindmillYamlValidator, getValidationTargetFromFilename } = createRequire(import.meta.url)("windmill-yaml-validator");
const validator = new WindmillYamlValidator();
for await (const line of createInterface({ input: process.stdin })) {
  const { file, text } = JSON.parse(line);
  const target = getValidationTargetFromFilename(file);
  const errors = target && validator.validate(text, target).errors.map((e) => `${e.instancePath} ${e.message}`);
  console.log(JSON.stringify({ file, errors }));
}
