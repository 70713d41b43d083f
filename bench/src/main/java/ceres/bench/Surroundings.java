package ceres.bench;

import ceres.bench.server.Contender;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run finds on the machine. Immutable.
 *
 * @param contenders the servers that can be started
 * @param pin what puts a command onto the server's own processor; empty if it shares them all
 * @param data for the database and the servers' logs
 * @param results where folders of results go
 * @param openFiles how many connections a process may have
 * @param about what figures depend on, for a person
 */
public record Surroundings(
    List<Contender> contenders,
    List<String> pin,
    Path data,
    Path results,
    int openFiles,
    String about,
    PrintStream out) {}
