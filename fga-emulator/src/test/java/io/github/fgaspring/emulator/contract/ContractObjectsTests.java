package io.github.fgaspring.emulator.contract;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ContractObjectsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					Check            | {"authorized":true}                           | ``
					Check            | {}                                            | $.authorized is missing
					Check            | {"authorized":null}                           | $.authorized is not a boolean: null
					Check            | {"authorized":"true"}                         | $.authorized is not a boolean: "true"
					Check            | {"authorized":true,"reason":"owner"}          | $.reason is not in the contract
					Check            | []                                            | $ is not an object: []
					Impersonator     | {"email":"a@b.test","reason":null}            | ``
					Impersonator     | {"email":null,"reason":null}                  | $.email is not a string: null
					EventActor       | {"id":"1","name":null,"source":"api"}         | ``
					EventActor       | {"id":"1","name":null,"source":"moon"}        | $.source is 'moon', not one of [api, dashboard, admin_portal, system]
					ValidationErrors | {"code":"a","message":"b","errors":[{"code":"c"}]} | $.errors[0].message is missing
					ValidationErrors | {"code":"a","message":"b","errors":"none"}    | $.errors is not a list: "none"
					{string}         | {"tier":"gold"}                               | ``
					{string}         | {"tier":1}                                    | $.tier is not a string: 1
					timestamp        | "2026-11-01T12:00:00.000Z"                    | ``
					timestamp        | "2026-11-01T12:00:00Z"                        | $ is not a timestamp: "2026-11-01T12:00:00Z"
					integer          | 1.5                                           | $ is not a integer: 1.5
					list of Check    | {"object":"list","data":[{"authorized":true}]} | ``
					list of Check    | {"object":"list","data":[{}]}                 | $.data[0].authorized is missing
					list of Check    | {"object":"list","data":[],"list_metadata":{}} | $.list_metadata is not in the contract
					list of Check    | {"object":"page","data":[]}                   | $.object is 'page', not one of [list]
					page of Check    | {"object":"list","data":[],"list_metadata":{"before":null,"after":"a"}} | ``
					page of Check    | {"object":"list","data":[],"list_metadata":{"after":null}} | $.list_metadata.before is missing
					page of Check    | {"object":"list","data":[]}                   | $.list_metadata is missing
					log of Check     | {"object":"list","data":[],"list_metadata":{"after":null}} | ``
					log of Check     | {"object":"list","data":[],"list_metadata":{"before":null,"after":null}} | $.list_metadata.before is not in the contract
					""")
	void deviationsWhenAnswerIsComparedThenNamesEachPlace(String expected, String answer, String deviation) {
		assertThat(Contract.OBJECTS.deviations(JsonMapper.shared().readTree(answer), expected))
			.containsExactlyElementsOf(deviation.isEmpty() ? List.of() : List.of(deviation));
	}

}
