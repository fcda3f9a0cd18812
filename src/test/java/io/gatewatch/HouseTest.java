package io.gatewatch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.modulith.core.ApplicationModules;

/** Holds the plan of the rooms against the code. */
class HouseTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gatewatch");

    @Test
    void everyRoomUsesOnlyTheRoomsItsNameplateAllows() {
        ApplicationModules.of(Application.class, new ImportOption.DoNotIncludeTests())
                .verify();
    }

    @Test
    void nobodyButTheOneClockAsksTheMachineForTheTime() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(MAIN);
    }

    @Test
    void onlyCentralSpeaksHttpToTheOutside() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gatewatch.central..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.springframework.web.reactive.."))
                .check(MAIN);
    }

    @Test
    void collaboratorsComeThroughConstructors() {
        noFields()
                .should()
                .beAnnotatedWith(Autowired.class)
                .orShould()
                .beAnnotatedWith(Value.class)
                .check(MAIN);
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Handler|Dto|Service)")
                .check(MAIN);
    }

    @Test
    void theRoomsAreFlat() {
        noClasses().should().resideInAnyPackage("io.gatewatch.*.*..").check(MAIN);
    }
}
