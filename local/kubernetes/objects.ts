/** Any object of the Kubernetes API, as far as all of them have the same members. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly [member: string]: unknown;
}

export interface ObjectMeta {
  readonly name: string;
  /** @default - an object of the whole cluster */
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  /** Of an object that is deleted. */
  readonly deletionGracePeriodSeconds?: number;
  /** Grows with each change of what is wanted. */
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** The kind of answer that says why there is none of the wanted kind. */
export interface Status {
  readonly kind: "Status";
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
}

/** A call that the API server refused, or could not carry out. */
export class KubernetesError extends Error {
  constructor(
    /** HTTP status. */
    readonly status: number,
    /** Such as `NotFound`, `Forbidden`, `AlreadyExists`, `Conflict`. */
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}
