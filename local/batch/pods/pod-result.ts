/** What became of a container. */
export interface ContainerResult {
  readonly name: string;
  readonly containerId?: string;
  readonly exitCode?: number;
  readonly reason: string;
}

/** What became of the containers of a pod that has ended. */
export interface PodResult {
  readonly initContainers: ContainerResult[];
  /** Empty when an init container failed. */
  readonly containers: ContainerResult[];
}
