import type { Body } from '../body.ts';
import type { Oddities } from '../oddities.ts';

type Root = 'app' | 'communications';

/** `resource` and `resourceUrl` of a notification for a path below the root, such as `calls/<id>/participants`. */
export function resourceMembers(path: string, oddities: Oddities, roots = rootsOf(oddities)): Body {
  const slash = oddities.has('noLeadingSlash') ? '' : '/';
  const [resource, resourceUrl] = roots;
  return {
    ...(oddities.has('resourceUrlOnly') ? {} : { resource: `${slash}${resource}/${path}` }),
    ...(oddities.has('resourceOnly') ? {} : { resourceUrl: `${slash}${resourceUrl}/${path}` }),
  };
}

/** Which root stands in `resource` and which in `resourceUrl`. */
export function rootsOf(oddities: Oddities): readonly [Root, Root] {
  if (oddities.has('appPaths')) return ['app', 'app'];
  if (oddities.has('communicationsPaths')) return ['communications', 'communications'];
  if (oddities.has('swappedPaths')) return ['communications', 'app'];
  return ['app', 'communications'];
}
