package io.github.fgaspring.emulator.traffic;

import java.util.List;
import java.util.Map;

import io.github.fgaspring.emulator.traffic.Fault.Effects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrafficTests {

	private final Traffic traffic = new Traffic();

	@Test
	void takeWhenNoFaultMatchesThenNothingGoesWrong() {
		this.traffic.inject(Fault.on("POST", "/a").status(500));
		assertThat(this.traffic.take("GET", "/a")).isEmpty();
		assertThat(this.traffic.take("POST", "/b")).isEmpty();
		assertThat(this.traffic.take("POST", "/a")).hasValueSatisfying((fault) -> assertStatus(fault, 500));
	}

	@Test
	void takeWhenSeveralFaultsMatchThenTheLatestHappens() {
		this.traffic.inject(Fault.on("/a").status(500));
		this.traffic.inject(Fault.on("/a").status(502).times(2));
		assertThat(this.traffic.take("GET", "/a")).hasValueSatisfying((fault) -> assertStatus(fault, 502));
		assertThat(this.traffic.take("GET", "/a")).hasValueSatisfying((fault) -> assertStatus(fault, 502));
		assertThat(this.traffic.take("GET", "/a")).hasValueSatisfying((fault) -> assertStatus(fault, 500));
		assertThat(this.traffic.take("GET", "/a")).hasValueSatisfying((fault) -> assertStatus(fault, 500));
		assertThat(this.traffic.faults()).hasToString("[Fault[* /a]]");
	}

	@Test
	void clearFaultsWhenSomeAreLeftThenNothingGoesWrong() {
		this.traffic.inject(Fault.on("/a").status(500));
		this.traffic.clearFaults();
		assertThat(this.traffic.take("GET", "/a")).isEmpty();
		assertThat(this.traffic.faults()).isEmpty();
	}

	@Test
	void requestsWhenPathIsGivenThenOnlyThose() {
		RecordedRequest first = request("/a/1");
		RecordedRequest second = request("/b");
		this.traffic.record(first);
		this.traffic.record(second);
		assertThat(this.traffic.requests()).containsExactly(first, second);
		assertThat(this.traffic.requests("/a/*")).containsExactly(first);
		this.traffic.clearRequests();
		assertThat(this.traffic.requests()).isEmpty();
	}

	@Test
	void recordWhenThereWereVeryManyThenForgetsTheOldest() {
		for (int i = 0; i <= Traffic.MAX_REQUESTS; i++) {
			this.traffic.record(request("/" + i));
		}
		assertThat(this.traffic.requests()).hasSize(Traffic.MAX_REQUESTS);
		assertThat(this.traffic.requests("/0")).isEmpty();
		assertThat(this.traffic.requests("/" + Traffic.MAX_REQUESTS)).hasSize(1);
	}

	@Test
	void toStringWhenRequestHoldsSecretsThenLeavesThemOut() {
		RecordedRequest request = new RecordedRequest("POST", "/a", "key=secret",
				Map.of("Authorization", List.of("Bearer secret")), "{\"password\":\"secret\"}");
		assertThat(request).hasToString("POST /a");
		assertThat(request.header("authorization")).hasValue("Bearer secret");
	}

	private static void assertStatus(Effects fault, int status) {
		assertThat(fault.status()).isEqualTo(status);
	}

	private static RecordedRequest request(String path) {
		return new RecordedRequest("GET", path, null, Map.of(), "");
	}

}
