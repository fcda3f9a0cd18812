package io.gatewatch.results;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A tested url as it lies in its table; the one with id 0 stands for the unknown. */
@Entity
@Table(name = "url")
@SuppressWarnings("NullAway.Init")
class UrlRow {

    @Id
    Long id;

    String text;
    byte[] hash;
}
