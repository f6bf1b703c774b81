package io.github.fgaspring.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TranslatingResourceTenancyTests extends AbstractLookupTests {

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private final List<String> asked = new ArrayList<>();

	private boolean belongs = true;

	private final ResourceTenancy delegate = (resource, organizationId) -> {
		assertThat(resource).isSameAs(PROJECT);
		this.asked.add(organizationId);
		return this.belongs;
	};

	private final TranslatingResourceTenancy tenancy = new TranslatingResourceTenancy(this.delegate,
			ids(IdKind.WORKOS, IdKind.EXTERNAL));

	@Test
	void createWhenSomethingIsMissingThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new TranslatingResourceTenancy(null, ids(IdKind.WORKOS, IdKind.WORKOS)));
		assertThatIllegalArgumentException().isThrownBy(() -> new TranslatingResourceTenancy(this.delegate, null));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void belongsToThenDelegateIsAskedByTheIdOfWorkOs(boolean belongs) {
		this.belongs = belongs;
		answer(WireMock.okJson("{\"id\":\"org_acme\",\"external_id\":\"acme\"}"));
		assertThat(this.tenancy.belongsTo(PROJECT, "acme")).isEqualTo(belongs);
		assertThat(this.asked).containsExactly("org_acme");
	}

	@Test
	void belongsToWhenOrganizationIsUnknownThenFalse() {
		answer(WireMock.status(404));
		assertThat(this.tenancy.belongsTo(PROJECT, "acme")).isFalse();
		assertThat(this.tenancy.belongsTo(PROJECT, "..")).isFalse();
		assertThat(this.asked).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void belongingThenDelegateIsAskedByTheIdOfWorkOs(boolean belongs) {
		this.belongs = belongs;
		answer(WireMock.okJson("{\"id\":\"org_acme\",\"external_id\":\"acme\"}"));
		assertThat(this.tenancy.belonging(List.of(PROJECT), "acme")).isEqualTo(belongs ? Set.of(PROJECT) : Set.of());
		assertThat(this.asked).containsExactly("org_acme");
	}

	@Test
	void belongingWhenOrganizationIsUnknownThenNone() {
		answer(WireMock.status(404));
		assertThat(this.tenancy.belonging(List.of(PROJECT), "acme")).isEmpty();
		assertThat(this.asked).isEmpty();
	}

	@Test
	void belongsToWhenUnavailableThenUnavailable() {
		answer(WireMock.status(503));
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> this.tenancy.belongsTo(PROJECT, "acme"));
		assertThat(this.asked).isEmpty();
	}

	@Test
	void belongsToWhenIdsAreOfWorkOsThenIsTheSame() {
		assertThat(new TranslatingResourceTenancy(this.delegate, ids(IdKind.WORKOS, IdKind.WORKOS)).belongsTo(PROJECT,
				"org_acme"))
			.isTrue();
		assertThat(this.asked).containsExactly("org_acme");
		assertThat(requestedUrls()).isEmpty();
	}

}
