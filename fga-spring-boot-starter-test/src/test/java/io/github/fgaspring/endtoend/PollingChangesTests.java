package io.github.fgaspring.endtoend;

import io.github.fgaspring.test.EnableFgaEmulator;

import org.springframework.test.context.TestPropertySource;

/**
 * The application reads the Events API.
 */
@EnableFgaEmulator(seed = "classpath:live-changes.yaml")
@TestPropertySource(properties = { "fga.events.poll=true", "fga.events.poll-interval=1s" })
class PollingChangesTests extends AbstractChangesAreHeardTests {

}
