package com.example.readme;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * With the starter's filter chain.
 */
@SpringBootTest(classes = QuickStart.Application.class, properties = "spring.sql.init.mode=never")
class QuickStartTests extends AbstractQuickStartTests {

}
