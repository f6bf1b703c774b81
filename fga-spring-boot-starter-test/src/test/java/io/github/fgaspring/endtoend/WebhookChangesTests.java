package io.github.fgaspring.endtoend;

import io.github.fgaspring.test.EnableFgaEmulator;

/**
 * The emulator sends webhooks.
 */
@EnableFgaEmulator(seed = "classpath:live-changes.yaml", webhooks = true)
class WebhookChangesTests extends AbstractChangesAreHeardTests {

}
