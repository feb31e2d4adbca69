import type { Flavor } from './flavor.ts';

const SIGNS: readonly { flavor: Flavor; name: RegExp }[] = [
  { flavor: 'docusaurus', name: /^docusaurus\.config\.(?:js|cjs|mjs|ts|mts|cts)$/ },
  { flavor: 'mkdocs', name: /^mkdocs(?:[-_.]\w+)?\.ya?ml$/ },
  { flavor: 'hugo', name: /^(?:config\/_default|hugo\.(?:toml|ya?ml|json))$/ },
  { flavor: 'mdbook', name: /^book\.toml$/ },
  { flavor: 'learn', name: /^(?:docfx\.json|\.openpublishing\.publish\.config\.json)$/ },
  { flavor: 'vitepress', name: /^\.vitepress$/ },
  { flavor: 'kramdown', name: /^_config\.ya?ml$/ },
];

/** The flavor that a folder's files show, and the file that shows it. */
export interface FoundFlavor {
  flavor: Flavor;
  sign: string;
}

/**
 * Finds the flavor of a site by the configuration that its generator has.
 *
 * @param names - of what is in the folder
 * @returns null when nothing shows it
 * @example flavorOfFolder(['docs', 'mkdocs.yml']) // { flavor: 'mkdocs', sign: 'mkdocs.yml' }
 */
export function flavorOfFolder(names: readonly string[]): FoundFlavor | null {
  for (const { flavor, name } of SIGNS) {
    const sign = names.find((one) => name.test(one));
    if (sign !== undefined) return { flavor, sign };
  }
  return null;
}
