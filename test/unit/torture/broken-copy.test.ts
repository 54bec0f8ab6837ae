import { expect, test } from 'vitest';
import { brokenText } from '../../torture/broken-copy.ts';
import { brokenProducts } from '../../torture/broken-products.ts';

const product = {
  ...{ name: 'retryThePost', file: 'bundle.js' },
  ...{ text: 'attempts: 1', replacement: 'attempts: 3' },
};

test('one place of the file is changed, and nothing else', () => {
  expect(brokenText('a { attempts: 1 } b', product)).toBe('a { attempts: 3 } b');
});

test.each([
  ['not', 'nothing of it'],
  ['2 times', 'attempts: 1, attempts: 1'],
])('a text that occurs %s is an error that says what to do', (times, whole) => {
  expect(() => brokenText(whole, product)).toThrow(
    `retryThePost cannot break the product: in dist/bundle.js the text to replace occurs ${times} instead of once.`,
  );
});

test('every invariant but I7, which has no violations of its own, has a product that breaks it', () => {
  const broken = new Set(brokenProducts.map(({ invariant }) => invariant));
  expect([...broken].sort()).toEqual(['I1', 'I2', 'I3', 'I4', 'I5', 'I6']);
});
