import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typeOf, writeTypes } from '../types.js';

test('the committed types are those of the schemas', () => {
  assert.ok(writeTypes(true), 'run node types.js');
});

test('the words of JSON Schema that our schemas use', () => {
  assert.equal(typeOf({ $ref: '#/$defs/Reference' }), 'Ref');
  assert.equal(typeOf({ const: 'info', type: 'string' }), '"info"');
  assert.equal(typeOf({ type: 'array', items: { enum: ['a', 'b'] } }), '("a" | "b")[]');
  assert.equal(typeOf({ type: 'array', prefixItems: [{ type: 'number' }, { type: 'string' }] }), '[number, string]');
  assert.equal(typeOf({ type: 'object', properties: { a: { type: 'integer' }, 'b-c': { type: 'boolean' } }, required: ['a'] }), '{\n  a: number;\n  "b-c"?: boolean;\n}');
  assert.equal(typeOf({ type: 'object', patternProperties: { x: { $ref: '#/$defs/Tier' } } }), '{\n  [key: string]: Tier;\n}');
  assert.throws(() => typeOf({ type: 'null' }), /no type known/);
});
