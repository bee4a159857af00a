"""The columnar twin (列式孪生) of scoring and the checks on numbers: many forms at once, in whole numbers.

It answers only where it is sure, with what the plain functions of one form would answer to the last cent, and says
where it is not; those forms go to the plain functions, which stay the one definition of every rule:

    sheet     the numbers of many forms as arrays, out of the tables of a store or out of forms
    points    what the method gives each row and the execution rate
    findings  what the checks on numbers find, and of which forms that can be told
    twin      both together, rulebook by rulebook
"""
