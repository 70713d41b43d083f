package ceres.engineio.server;

/** What connections are told, as an event of their pipelines, when all sessions have ended. */
enum ServerStops {
  NOW
}
