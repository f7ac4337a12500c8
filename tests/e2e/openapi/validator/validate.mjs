// Reads an OpenAPI document from standard input. Prints what is wrong with it, one problem a line; ends with 1 then.
import { readFileSync } from 'node:fs';
import core from '@redocly/openapi-core';

const RULES = [
  'struct',
  'no-unresolved-refs',
  'operation-operationId',
  'operation-operationId-unique',
  'operation-parameters-unique',
  'operation-tag-defined',
  'no-duplicated-tag-names',
  'no-identical-paths',
  'path-declaration-must-exist',
  'path-parameters-defined',
  'path-not-include-query',
  'no-enum-type-mismatch',
  'no-schema-type-mismatch',
  'no-invalid-media-type-examples',
  'no-invalid-parameter-examples',
  'no-invalid-schema-examples',
];

const config = await core.createConfig({ rules: Object.fromEntries(RULES.map((rule) => [rule, 'error'])) });
const problems = await core.lintFromString({
  source: readFileSync(0, 'utf8'),
  absoluteRef: 'openapi.json',
  config,
});
for (const { ruleId, message, location } of problems) {
  console.log(`${location[0]?.pointer ?? '#'}: ${ruleId}: ${message}`);
}
process.exit(problems.length > 0 ? 1 : 0);
