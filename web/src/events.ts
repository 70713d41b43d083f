/** The types of everything that goes over the socket; a message of a history is enough to show one. */
export type {
  Author,
  ClientToServerEvents,
  ConnectErrorData,
  PastMessage as ChatMessage,
  ServerToClientEvents,
} from '../../docs/ceres-events';
