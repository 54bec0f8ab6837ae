import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const zodOrSchemas = {
  group: ['zod', 'zod/*', '**/schemas/*'],
  allowTypeImports: true,
  message: 'zod is never a value in workflow code: each workflow would pay for it (ADR 0005).',
};

export default tseslint.config(
  { ignores: ['dist/', 'examples/dist/', 'coverage/', 'node_modules/', '.cache/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'The environment is read in config.ts files only.',
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: ['workflows/**/*.ts', 'contracts/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [zodOrSchemas] }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "Program > VariableDeclaration[kind='let']",
          message: 'Module state is shared between workflows of a reused V8 context.',
        },
      ],
    },
  },
  {
    files: ['**/config.ts', 'test/**/*.ts', '*.config.ts', 'cli/**/*.ts', 'examples/*/main.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['cli/**/*.ts', 'examples/*/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-assertions': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        Buffer: 'readonly',
        performance: 'readonly',
      },
    },
  },
);
