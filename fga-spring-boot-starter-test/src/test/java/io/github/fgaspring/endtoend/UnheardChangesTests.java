package io.github.fgaspring.endtoend;

import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Neither webhooks nor polling: what holds all the same.
 */
@EnableFgaEmulator(seed = "classpath:live-changes.yaml")
class UnheardChangesTests extends AbstractLiveChangesTests {

	@ParameterizedTest
	@EnumSource
	void requestWhenSomethingHasChangedThenOnlyTheApiKnows(ChangeAtWorkos change) {
		change.prepare(this.workos);
		String token = (change == ChangeAtWorkos.SESSION_REVOKED) ? this.emulator.sessionToken("user_alice", "org_acme")
				: tokenBuilder().build();
		assertThat(isAskedFor(EDIT_CURRENTLY, token, 200)).isTrue();
		change.make(this.workos, token);
		assertThat(isTakenAsItIs(EDIT, token)).isTrue();
		assertThat(isAskedFor(EDIT_CURRENTLY, token, change.isKnownToApi() ? 403 : 200)).isTrue();
		assertThat(this.heard.types()).isEmpty();
	}

}
